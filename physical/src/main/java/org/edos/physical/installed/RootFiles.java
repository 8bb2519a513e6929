package org.edos.physical.installed;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The files of a system that lies below a folder. */
public final class RootFiles {
  private RootFiles() {}

  /**
   * Whether there is something at an absolute path of that system. A path that leaves the folder,
   * or is none, has nothing.
   */
  public static boolean exist(Path root, String path) {
    try {
      Path below = Path.of(path);
      return below.isAbsolute()
          && below.normalize().equals(below)
          && Files.exists(root.resolve(Path.of("/").relativize(below)), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
