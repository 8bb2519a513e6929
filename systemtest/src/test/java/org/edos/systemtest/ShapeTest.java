package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the code: packages that say what they are for, and files that one can take in. */
class ShapeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int LONGEST_FILE = 450;
  private static final Set<String> GRAB_BAGS =
      Set.of("util", "utils", "common", "impl", "service", "manager", "helper", "misc");

  @Test
  void everyPackageSaysWhatItIsForAndHasNoHiddenNulls() {
    assertThat(packages())
        .allSatisfy(folder ->
            assertThat(ROOT.resolve(folder).resolve("package-info.java"))
                .content()
                .as("package-info.java of %s", folder)
                .startsWith("/**")
                .contains("@NullMarked"));
  }

  @Test
  void noPackageIsAGrabBag() {
    assertThat(packages())
        .allSatisfy(folder ->
            assertThat(folder.toString().split("/", -1)).doesNotContainAnyElementsOf(GRAB_BAGS));
  }

  @Test
  void noFileIsTooLongToTakeIn() {
    assertThat(javaFiles("src").stream().filter(file -> lines(file) > LONGEST_FILE))
        .as("Files of more than %d lines", LONGEST_FILE)
        .isEmpty();
  }

  private static List<Path> packages() {
    return javaFiles("src/main/java").stream().map(Path::getParent).distinct().toList();
  }

  /** Every Java file in this folder of every module, named from the root. */
  private static List<Path> javaFiles(String folder) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(folder))
          .filter(Files::isDirectory)
          .flatMap(ShapeTest::walk)
          .filter(file -> file.toString().endsWith(".java"))
          .map(ROOT::relativize)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // flatMap closes it
  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(ROOT.resolve(file))) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
