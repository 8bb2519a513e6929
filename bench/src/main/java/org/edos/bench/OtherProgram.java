package org.edos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edos.core.EdosException;

/** Programs that are measured, or asked, as processes. */
public final class OtherProgram {
  private static final long MOST_SECONDS = 120;

  private OtherProgram() {}

  /** Where the program is, if it is on the path. */
  public static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * How long the command runs, from its start to its end, in milliseconds. What it prints is thrown
   * away, however it ends.
   *
   * @param environment added to this program's own, which is passed on without what begins with
   *     EDOS_
   * @throws EdosException external if it does not end within two minutes
   */
  public static double millis(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("EDOS_"));
    builder.environment().putAll(environment);
    builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw EdosException.external(
          command.getFirst() + " did not end within " + MOST_SECONDS + " s; run it by hand");
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** {@link #millis} of so many runs, after one that does not count. */
  public static Samples millis(int runs, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    millis(command, environment);
    double[] values = new double[runs];
    for (int run = 0; run < runs; run++) {
      values[run] = millis(command, environment);
    }
    return Samples.of(values);
  }

  /**
   * Runs the command and writes what it prints to the file.
   *
   * @return whether it ended well
   */
  public static boolean print(List<String> command, Path file)
      throws IOException, InterruptedException {
    return print(command, file, Map.of());
  }

  /** {@link #print(List, Path)} with more in the environment. */
  public static boolean print(List<String> command, Path file, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectOutput(file.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
