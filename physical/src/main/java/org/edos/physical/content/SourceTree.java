package org.edos.physical.content;

import java.nio.file.Path;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.RepositoryPath;

/**
 * A repository tree whose files lie on this machine, so that a {@link ContentStore} can link them.
 */
public interface SourceTree extends TreeFiles {
  /**
   * The file at a place of the tree, free of symbolic links; empty where there is no regular file,
   * or none inside the tree. Safe for use by many threads.
   *
   * @throws EdosException external if the place cannot be looked at
   */
  Optional<Path> file(RepositoryPath path);
}
