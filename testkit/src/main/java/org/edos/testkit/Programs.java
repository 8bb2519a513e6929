package org.edos.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the programs that make repositories. Safe for many threads. */
public final class Programs {
  private static final long MOST_SECONDS = 300;

  private Programs() {}

  /** Whether this machine has all of these. */
  public static boolean present(String... names) {
    return Stream.of(names).allMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)));
  }

  /**
   * Runs a program in a folder, and waits for it.
   *
   * @return what it printed on standard output
   * @throws IllegalStateException if it does not end well
   */
  public static byte[] run(Path folder, String... command) {
    try {
      Path output = Files.createTempFile("edos-run-", ".out");
      Path errors = Files.createTempFile("edos-run-", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process =
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(List.of(command) + " did not end");
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              List.of(command)
                  + " failed: "
                  + Files.readString(errors, StandardCharsets.ISO_8859_1));
        }
        return Files.readAllBytes(output);
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
    }
  }
}
