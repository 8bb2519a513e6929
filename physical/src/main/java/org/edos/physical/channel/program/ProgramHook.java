package org.edos.physical.channel.program;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.physical.channel.Hook;

/**
 * Runs a program without a shell and without arguments: the event comes on its standard input, and
 * {@code EDOS_CHANNEL}, {@code EDOS_EVENT}, {@code EDOS_KIND}, {@code EDOS_SUBJECT}, {@code
 * EDOS_SUBSCRIPTION} and {@code EDOS_NOTIFICATION} say the same; of the daemon's environment it has
 * nothing else but the search path, the home and the language. It runs in the program's folder.
 */
public final class ProgramHook implements Hook {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME", System.getProperty("user.home", "/"),
          "LANG", "C.UTF-8");
  private static final int MOST_IN_ENVIRONMENT = 4096;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  private final Path program;
  private final Duration limit;
  private final Function<ChannelEvent, byte[]> input;

  /**
   * Runs nothing yet.
   *
   * @param program an absolute path
   * @param limit how long it may run
   * @param input how an event is written for it
   * @throws EdosException (usage) if there is no such program
   */
  public ProgramHook(Path program, Duration limit, Function<ChannelEvent, byte[]> input) {
    if (!program.isAbsolute() || !Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw EdosException.usage(
          "the hook is the absolute path of a program that this user may execute, not " + program);
    }
    this.program = program;
    this.limit = limit;
    this.input = input;
  }

  @Override
  public String run(Notification notification) {
    Process process = start(notification);
    LastLines said = new LastLines();
    Thread reader = Thread.startVirtualThread(() -> said.read(process.getInputStream()));
    byte[] event = input.apply(notification.event());
    Thread.startVirtualThread(() -> write(process, event));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw EdosException.external(
            said.after("%s did not end within %d s".formatted(program, limit.toSeconds())));
      }
      reader.join(Duration.ofSeconds(1)); // a child of it may keep its output open
      if (process.exitValue() != 0) {
        throw EdosException.external(
            said.after("%s ended with %d".formatted(program, process.exitValue())));
      }
      return said.text();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external(program + " was interrupted", e);
    } finally {
      end(process);
    }
  }

  private Process start(Notification notification) {
    ChannelEvent event = notification.event();
    ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
    builder.directory(program.resolveSibling(".").normalize().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(ENVIRONMENT);
    environment.put("EDOS_CHANNEL", event.channel());
    environment.put("EDOS_EVENT", Long.toString(event.id()));
    environment.put("EDOS_KIND", event.kind().name());
    environment.put("EDOS_SUBJECT", word(event.subject()));
    environment.put("EDOS_SUBSCRIPTION", notification.subscription());
    environment.put("EDOS_NOTIFICATION", Long.toString(notification.number()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw EdosException.external("cannot run " + program + ": " + e.getMessage(), e);
    }
  }

  /** What the system lets into an environment. */
  private static String word(String text) {
    String clean = CONTROLS.matcher(text).replaceAll(" ");
    return clean.length() > MOST_IN_ENVIRONMENT ? clean.substring(0, MOST_IN_ENVIRONMENT) : clean;
  }

  /** A program need not read what it is told. */
  private static void write(Process process, byte[] event) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(event);
    } catch (IOException e) {
      System.getLogger(ProgramHook.class.getName())
          .log(System.Logger.Level.DEBUG, "a hook did not read its event", e);
    }
  }

  /** Ends it, and what it started and is still there, where it has not ended. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      System.getLogger(ProgramHook.class.getName())
          .log(System.Logger.Level.DEBUG, "a hook's output", e);
    }
  }
}
