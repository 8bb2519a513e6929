package org.edos.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Java program in a process of its own, on the class path of the test and with the test JVM's
 * {@code --add-opens} and the like: for what only a real process can show, such as being killed at
 * any moment.
 *
 * <pre>{@code
 * try (ChildJvm child = ChildJvm.of(StoreLoop.class).flags("-Xmx64m").start(folder.toString())) {
 *   child.awaitLines(10, Duration.ofSeconds(30));
 *   List<String> acknowledged = child.kill();
 * }
 * }</pre>
 *
 * The child ends with the test: when it is closed, and when the test JVM dies, since the child
 * watches its standard input. Safe for use by many threads.
 */
public final class ChildJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Lines out;
  private final Lines err;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream(), "out of child " + process.pid());
    this.err = new Lines(process.getErrorStream(), "err of child " + process.pid());
  }

  /** A child that will run this class's {@code main}. */
  public static Launch of(Class<?> main) {
    return new Launch(main, List.of(), List.of());
  }

  /**
   * How to start a child.
   *
   * @param main has the method {@code public static void main(String[])}
   * @param jvmFlags after those that it takes over from this JVM
   * @param wrapper a command to run it by, such as {@code nice}; it must become the child by {@code
   *     exec}
   */
  public record Launch(Class<?> main, List<String> jvmFlags, List<String> wrapper) {
    /** Copies the lists. */
    public Launch {
      jvmFlags = List.copyOf(jvmFlags);
      wrapper = List.copyOf(wrapper);
    }

    /** With these flags of the JVM, such as {@code -Xmx64m}. */
    public Launch flags(String... flags) {
      return new Launch(main, List.of(flags), wrapper);
    }

    /** Run by this command, to which the JVM and its arguments are appended. */
    public Launch by(String... command) {
      return new Launch(main, jvmFlags, List.of(command));
    }

    /** Starts it. */
    public ChildJvm start(String... arguments) {
      List<String> command = new ArrayList<>(wrapper);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native-access"))
          .forEach(command::add);
      command.addAll(jvmFlags);
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              ChildMain.class.getName(),
              main.getName()));
      command.addAll(List.of(arguments));
      try {
        return new ChildJvm(new ProcessBuilder(command).start());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start " + main.getName() + " as a process", e);
      }
    }
  }

  /** The child's process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it is still running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far; a line that is not ended yet is not among it. */
  public List<String> lines() {
    return out.soFar();
  }

  /** What it has printed on standard error so far. */
  public List<String> errors() {
    return err.soFar();
  }

  /**
   * Waits until it has printed so many lines.
   *
   * @throws AssertionError if it ends or the time is over before, with what it said on standard
   *     error
   */
  public List<String> awaitLines(int count, Duration patience) {
    await(count + " lines", patience, () -> lines().size() >= count);
    return lines();
  }

  /**
   * Waits for a line, also among those printed already, and gives the first.
   *
   * @throws AssertionError if it ends or the time is over before, with what it said on standard
   *     error
   */
  public String awaitLine(Predicate<String> wanted, Duration patience) {
    await("a line", patience, () -> lines().stream().anyMatch(wanted));
    return lines().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits for its end and gives its exit code: 128 + 9 after {@link #kill}. */
  public int awaitEnd(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the child did not end within " + patience + report());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the child", e);
    }
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /** Kills it with SIGKILL and gives every line that it had printed whole. */
  public List<String> kill() {
    // By its handle: Process.destroyForcibly also closes the streams, and with them unread lines.
    process.toHandle().destroyForcibly();
    awaitEnd(PATIENCE);
    return lines();
  }

  /** Asks it to end with SIGTERM; does not wait. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Kills it, and whatever it has started, with SIGKILL. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(PATIENCE);
  }

  private void await(String what, Duration patience, BooleanSupplier reached) {
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(patience)
          .until(() -> reached.getAsBoolean() || out.ended());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "the child did not print " + what + " within " + patience + report(), e);
    }
    if (!reached.getAsBoolean()) {
      throw new AssertionError("the child ended before it printed " + what + report());
    }
  }

  private String report() {
    return "; it printed "
        + lines().size()
        + " lines, and on standard error:\n"
        + String.join("\n", errors());
  }

  /** Collects the ended lines of a stream on a thread of its own. */
  private static final class Lines {
    private final List<String> ended = new ArrayList<>();
    private final Thread reader;

    Lines(InputStream stream, String name) {
      reader = Thread.ofPlatform().daemon().name(name).start(() -> read(stream));
    }

    private void read(InputStream stream) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try (InputStream buffered = new BufferedInputStream(stream)) {
        for (int b = buffered.read(); b >= 0; b = buffered.read()) {
          if (b == '\n') {
            add(line.toString(StandardCharsets.UTF_8));
            line.reset();
          } else {
            line.write(b);
          }
        }
      } catch (IOException e) {
        // The child was ended and its streams with it; what it printed until then is kept.
        System.getLogger(ChildJvm.class.getName())
            .log(System.Logger.Level.DEBUG, "end of output", e);
      }
    }

    private synchronized void add(String line) {
      ended.add(line);
    }

    synchronized List<String> soFar() {
      return List.copyOf(ended);
    }

    boolean ended() {
      return !reader.isAlive();
    }

    void awaitEnd() {
      try {
        reader.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
