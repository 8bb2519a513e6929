package org.edos.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.edos.testkit.MadeDebs;

/**
 * Made-up .deb files with random payload, where a story needs more bytes than the real ones have.
 */
final class MadePackages {
  private MadePackages() {}

  /**
   * Writes packages {@code PREFIX-0}, {@code PREFIX-1} ... into a folder, which is made.
   *
   * @param size of each one's payload, which does not compress
   * @param random what the payload is made of
   */
  static List<Path> write(Path folder, String prefix, int count, int size, Random random)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      files.add(MadeDebs.write(folder, prefix + "-" + i, "1.0", payload));
    }
    return files;
  }
}
