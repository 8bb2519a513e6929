package org.edos.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.SignedCompositionXml;
import org.edos.core.unit.PackageId;

/** A daemon of the demonstration: a real process of its own, ended by closing this. */
final class DemoPeer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final DaemonClient client;

  private DemoPeer(String name, Process process, DaemonClient client) {
    this.name = name;
    this.process = process;
    this.client = client;
  }

  /**
   * Starts a daemon and waits until it is ready.
   *
   * @param arguments of {@code edos}: the actor and its options, without home and port
   */
  static DemoPeer start(ProgramCommand program, String name, Path home, List<String> arguments) {
    List<String> command = new ArrayList<>(program.command(arguments.getFirst()));
    command.addAll(arguments);
    command.addAll(
        List.of("--home", home.toString(), "--port", "0", "--set", "name=" + name, "--json"));
    try {
      Path errors = home.resolveSibling(name + ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start();
      process.getOutputStream().close();
      if (!awaitReady(process)) {
        process.destroyForcibly().onExit().join(); // one that goes on would write into the folder
        throw EdosException.external(name + " did not start:\n" + Files.readString(errors).strip());
      }
      return new DemoPeer(name, process, DaemonClient.of(home));
    } catch (IOException e) {
      throw EdosException.external("cannot start " + name + ": " + e, e);
    }
  }

  /** A daemon prints one line on its standard output when it is ready. */
  private static boolean awaitReady(Process process) throws IOException {
    ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    watchdog.schedule(process::destroyForcibly, START.toSeconds(), TimeUnit.SECONDS);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    watchdog.shutdownNow();
    return line != null && line.startsWith("{");
  }

  String name() {
    return name;
  }

  DaemonClient client() {
    return client;
  }

  /** The releases that it sees, {@code NAME@VERSION}, oldest first. */
  List<String> visible() {
    return Arrays.stream(client.read("/api/v1/releases", PublishedRelease[].class))
        .map(release -> release.id().toString())
        .toList();
  }

  /** The packages of a release {@code NAME@VERSION} that it sees. */
  List<String> packageIds(String release) {
    byte[] signed = client.bytes("/api/v1/releases/" + release.replace('@', '/') + "/composition");
    return CompositionXml.read(SignedCompositionXml.read(signed).xml()).entries().stream()
        .filter(entry -> entry.unit() instanceof PackageId)
        .map(entry -> entry.unit().toString())
        .distinct()
        .toList();
  }

  Subscription subscribe(String channel, String action) {
    Map<String, String> request = Map.of("channel", channel, "action", action);
    return client.post("/api/v1/subscriptions", request, Subscription.class);
  }

  boolean hasChannel(String wanted) {
    return Arrays.stream(client.read("/api/v1/channels", Channel[].class))
        .anyMatch(channel -> channel.name().equals(wanted));
  }

  List<Notification> inbox() {
    return List.of(client.read("/api/v1/inbox?limit=1000", Notification[].class));
  }

  /**
   * Waits until a condition holds.
   *
   * @throws EdosException (external) if it does not within the limit
   */
  static void await(String what, Duration limit, BooleanSupplier condition) {
    Instant end = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw EdosException.external("waited " + limit.toSeconds() + " s in vain for " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EdosException.external("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
