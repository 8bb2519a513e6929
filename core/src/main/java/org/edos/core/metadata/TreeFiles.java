package org.edos.core.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.RepositoryPath;

/**
 * The files of a repository tree, wherever they lie: what the readers of APT and RPM trees ask for.
 * Implementations are used by one thread at a time.
 */
public interface TreeFiles {
  /**
   * A file's place and size.
   *
   * @param path inside the tree
   * @param size in bytes
   */
  record TreeFile(RepositoryPath path, long size) {}

  /** Every regular file of the tree, in path order. */
  List<TreeFile> list() throws IOException;

  /** The file's bytes, or empty where there is no such file. The caller closes the stream. */
  Optional<InputStream> open(RepositoryPath path) throws IOException;
}
