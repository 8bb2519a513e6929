package org.edos.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.edos.app.daemon.DaemonClient;
import tools.jackson.databind.JsonNode;

/**
 * A real daemon, started with the launcher as a user does; kept on its home and port over restarts.
 * Used by one thread.
 *
 * <pre>{@code
 * try (EdosDaemon publisher = EdosDaemon.start(folder, "publisher", "publisher")) {
 *   publisher.edos("publish", tree, "--release", "tools").well();
 *   publisher.kill9();
 *   publisher.restart();
 * }
 * }</pre>
 */
final class EdosDaemon implements AutoCloseable {
  static final Path LAUNCHER = Path.of("../edos").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(30);

  private final Path folder;
  private final String name;
  private final List<String> arguments;
  private int port;
  private Process process;

  private EdosDaemon(Path folder, String name, List<String> arguments) {
    this.folder = folder;
    this.name = name;
    this.arguments = arguments;
    this.process = launch();
  }

  /**
   * Starts a daemon and waits until it is ready.
   *
   * @param folder where its home, its temporary files and what it says on stderr go, each below its
   *     name
   * @param arguments the actor and its options, without home and port
   */
  static EdosDaemon start(Path folder, String name, String... arguments) {
    return new EdosDaemon(folder, name, List.of(arguments));
  }

  private Process launch() {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--home",
            home().toString(),
            "--port",
            Integer.toString(port),
            "--set",
            "name=" + name,
            "--json"));
    try {
      Files.createDirectories(temporary());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("EDOS_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary());
      builder.redirectError(
          ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".err").toFile()));
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      started.getOutputStream().close();
      awaitReady(started);
      port = DaemonClient.of(home()).address().getPort();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private void awaitReady(Process started) throws IOException {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            BufferedReader out =
                new BufferedReader(
                    new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            line.complete(String.valueOf(out.readLine()));
          } catch (IOException e) {
            line.completeExceptionally(e);
          }
        });
    try {
      if (line.get(START.toSeconds(), TimeUnit.SECONDS).startsWith("{")) {
        return;
      }
      throw new AssertionError(
          name + " did not start:\n" + Files.readString(folder.resolve(name + ".err")));
    } catch (TimeoutException | ExecutionException e) {
      started.destroyForcibly();
      throw new AssertionError(name + " was not ready within " + START, e);
    } catch (InterruptedException e) {
      started.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  String name() {
    return name;
  }

  Path home() {
    return folder.resolve(name);
  }

  /** What the JVM takes for the folder of temporary files. */
  Path temporary() {
    return folder.resolve(name + ".tmp");
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Speaks with it over HTTP, with its user's token. */
  DaemonClient http() {
    return DaemonClient.of(home());
  }

  /** Runs a command of {@code edos} on this daemon. */
  Ended edos(String... command) {
    List<String> all = new ArrayList<>(List.of(LAUNCHER.toString()));
    all.addAll(List.of(command));
    all.addAll(List.of("--home", home().toString()));
    return Ended.run(folder, Map.of(), all);
  }

  /**
   * Runs a command with {@code --json} and gives its document; the command must end well, and the
   * document be as {@code docs/schemas} says.
   */
  JsonNode asks(String... command) {
    JsonNode document =
        edos(Stream.concat(Arrays.stream(command), Stream.of("--json")).toArray(String[]::new))
            .json();
    DocumentedOutput.check(command, document);
    return document;
  }

  /** The releases that it sees, as NAME@VERSION. */
  List<String> releases() {
    return strings(http().tree("/api/v1/releases"), "id");
  }

  /** The ids of a query's answers, at most 1000. */
  List<String> answers(String query) {
    String path = "/api/v1/query?limit=1000&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    return strings(http().tree(path).get("answers"), "id");
  }

  /** One field of each element. */
  static List<String> strings(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(node -> node.path(field).asString(""))
        .toList();
  }

  /** The processes that it has started, such as its torrent engine. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Kills it with SIGKILL, and waits until its engine has noticed, too. */
  void kill9() {
    List<ProcessHandle> children = children();
    process.destroyForcibly();
    awaitEnd(process.toHandle());
    children.forEach(this::awaitEnd);
  }

  /** Starts it again, on the same home and port; a mirror or client remembers its entry. */
  void restart() {
    process = launch();
  }

  private void awaitEnd(ProcessHandle handle) {
    Awaitility.await(name + "'s process " + handle.pid() + " ends")
        .atMost(END)
        .until(() -> !handle.isAlive());
  }

  /** Ends it as Ctrl-C does; one that does not end in time is killed, and fails the test. */
  @Override
  public void close() {
    List<ProcessHandle> children = children();
    process.destroy();
    try {
      awaitEnd(process.toHandle());
      children.forEach(this::awaitEnd);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
