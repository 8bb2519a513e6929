package org.edos.physical.content;

import java.nio.file.Path;
import org.edos.core.EdosException;

/** Opens folders as repository trees. Safe for use by many threads. */
@FunctionalInterface
public interface SourceTrees {
  /**
   * Opens a folder.
   *
   * @throws EdosException not found if there is no such folder; usage if it is something else
   */
  SourceTree open(Path folder);
}
