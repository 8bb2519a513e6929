package org.edos.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real files of the folder {@code testdata}, described in its README. Safe for many threads;
 * read only.
 */
public final class TestData {
  private TestData() {}

  /**
   * The folder {@code testdata} of the source tree that the tests run in.
   *
   * @throws IllegalStateException if no folder above the working directory holds one
   */
  public static Path root() {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path found = folder.resolve("testdata");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    throw new IllegalStateException(
        "no folder testdata in " + start + " or above: run the tests in the source tree");
  }

  /** Every real .deb, in order of name. */
  public static List<Path> debs() {
    return files("deb", ".deb");
  }

  /** Every real .rpm, in order of name. */
  public static List<Path> rpms() {
    return files("rpm", ".rpm");
  }

  private static List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(root().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list testdata/" + folder, e);
    }
  }
}
