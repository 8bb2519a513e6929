package org.edos.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/** Runs other programs and waits for them, for a bounded time. */
final class Shell {
  private static final int MOST_OUTPUT = 1 << 20;

  private Shell() {}

  /**
   * How a program ended.
   *
   * @param code its exit code
   * @param output the beginning of what it printed, both streams
   */
  record Ended(int code, String output) {
    boolean ok() {
      return code == 0;
    }

    /** The last lines, for an error message. */
    String tail() {
      List<String> lines = output.lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
  }

  static boolean has(String program) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static Ended run(
      Path folder, Map<String, String> environment, Duration limit, String... command) {
    Path output = null;
    try {
      output = Files.createTempFile("edos-demo", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(Arrays.asList(command)).directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return new Ended(-1, command[0] + " did not end within " + limit.toSeconds() + " s");
      }
      byte[] text = Files.readAllBytes(output);
      return new Ended(
          process.exitValue(),
          new String(text, 0, Math.min(text.length, MOST_OUTPUT), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Ended(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted", e);
    } finally {
      delete(output);
    }
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }
}
