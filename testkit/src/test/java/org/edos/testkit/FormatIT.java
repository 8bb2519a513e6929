package org.edos.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file of every module looks as google-java-format writes it. With {@code
 * -Dedos.tidy=all}, or a list of files in place of all, they are rewritten so: {@code make tidy}.
 *
 * <p>A test, because tests run on the newest JDK found: the formatter needs one that knows the
 * language level, and Maven itself may run on an older one.
 */
class FormatIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String TIDY = System.getProperty("edos.tidy", "");

  private final Formatter formatter = new Formatter();

  @Test
  void everyJavaFileIsFormatted() throws IOException {
    Set<String> asked = Set.of(TIDY.split(" ", -1));
    boolean everyFile = TIDY.isEmpty() || TIDY.equals("all");
    List<Path> unformatted;
    try (Stream<Path> modules = Files.list(ROOT)) {
      unformatted =
          modules
              .map(module -> module.resolve("src"))
              .filter(Files::isDirectory)
              .flatMap(FormatIT::javaFiles)
              .filter(file -> everyFile || asked.contains(ROOT.relativize(file).toString()))
              .parallel()
              .filter(file -> !isFormatted(file))
              .map(ROOT::relativize)
              .toList();
    }
    assertThat(unformatted).as("Files to format; 'make tidy' does").isEmpty();
  }

  private boolean isFormatted(Path file) {
    try {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!TIDY.isEmpty() && !formatted.equals(source)) {
        Files.writeString(file, formatted);
        return true;
      }
      return formatted.equals(source);
    } catch (FormatterException unreadable) {
      throw new AssertionError(file + " cannot be parsed", unreadable);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // flatMap closes it
  private static Stream<Path> javaFiles(Path folder) {
    try {
      return Files.walk(folder).filter(file -> file.toString().endsWith(".java"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
