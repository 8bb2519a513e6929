package org.edos.bench.channels;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.app.daemon.DaemonClient;
import org.edos.bench.OtherProgram;
import org.edos.bench.Running;
import org.edos.core.EdosException;
import tools.jackson.databind.JsonNode;

/** A publisher with channels, and mirrors of its network, each a process. Used by one thread. */
final class Network implements AutoCloseable {
  private static final long SEEN_SECONDS = 60;

  private final Path edos;
  private final Path folder;
  private final List<Running> served = new ArrayList<>();
  private final List<Running> mirrors = new ArrayList<>();
  private final DaemonClient publisher;
  private final List<String> units;
  private int named;

  /**
   * Starts a publisher with a release of a few packages.
   *
   * @param folder an empty one, for homes
   */
  Network(Path checkout, Path folder) throws IOException, InterruptedException {
    this.edos = checkout.resolve("edos");
    this.folder = folder;
    Path tree = Files.createDirectories(folder.resolve("tree"));
    try (Stream<Path> debs = Files.list(checkout.resolve("testdata/deb"))) {
      for (Path deb :
          debs.filter(one -> one.toString().endsWith(".deb")).sorted().limit(5).toList()) {
        Files.copy(deb, tree.resolve(deb.getFileName()));
      }
    }
    start("publisher", List.of("publisher"));
    publisher = DaemonClient.of(folder.resolve("publisher"));
    say("publish", tree.toString(), "--release", "tools");
    units = ids(publisher.tree("/api/v1/query?q=*&limit=100"));
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids =
        answer.findValuesAsString("id").stream().filter(id -> id.startsWith("pkg:deb/")).toList();
    if (ids.isEmpty()) {
      throw EdosException.external("the publisher has no packages: " + answer);
    }
    return ids;
  }

  private Running start(String name, List<String> arguments)
      throws IOException, InterruptedException {
    int port = Running.freePort();
    List<String> command = new ArrayList<>(List.of(edos.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--home", folder.resolve(name).toString(), "--port", "" + port));
    Running daemon = Running.start(command, Map.of(), port, folder.resolve(name + ".log"));
    served.add(daemon);
    awaitWritten(folder.resolve(name).resolve("daemon.json"));
    return daemon;
  }

  /** A daemon says where it is a moment after its port answers. */
  private static void awaitWritten(Path file) throws InterruptedException {
    long start = System.nanoTime();
    while (!Files.exists(file)) {
      if (System.nanoTime() - start > SEEN_SECONDS * 1_000_000_000L) {
        throw EdosException.external("a daemon does not say where it is: no " + file);
      }
      Thread.sleep(20);
    }
  }

  private String say(String... command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    List<String> whole = new ArrayList<>(List.of(edos.toString()));
    whole.addAll(List.of(command));
    Map<String, String> environment =
        Map.of("EDOS_HOME", folder.resolve("publisher").toString(), "EDOS_JAR", "");
    if (!OtherProgram.print(whole, said, environment)) {
      throw EdosException.external("failed: edos " + String.join(" ", command));
    }
    return Files.readString(said).strip();
  }

  /** Starts one more mirror. */
  Running mirror() throws IOException, InterruptedException {
    String name = "mirror" + ++named;
    String invitation =
        Stream.of(say("invite", "--name", name).split("\\s+"))
            .filter(word -> word.startsWith("http"))
            .findFirst()
            .orElseThrow(() -> EdosException.external("there is no invitation"));
    Running mirror = start(name, List.of("mirror", "--join", invitation));
    mirrors.add(mirror);
    return mirror;
  }

  /** Ends a mirror. */
  void stop(Running mirror) {
    mirrors.remove(mirror);
    served.remove(mirror);
    mirror.close();
  }

  /** Makes channels, and waits until every mirror knows them. */
  List<String> channels(String prefix, int count) throws InterruptedException {
    List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    for (String name : names) {
      publisher.post("/api/v1/channels", Map.of("name", name), JsonNode.class);
    }
    for (Running mirror : mirrors) {
      awaitSeen(mirror, names);
    }
    return names;
  }

  private static void awaitSeen(Running mirror, List<String> channels) throws InterruptedException {
    DaemonClient client = new DaemonClient(address(mirror), "", "the mirror");
    long start = System.nanoTime();
    while (!client.tree("/api/v1/channels").findValuesAsString("name").containsAll(channels)) {
      if (System.nanoTime() - start > SEEN_SECONDS * 1_000_000_000L) {
        throw EdosException.external("a mirror does not see the channels");
      }
      Thread.sleep(100);
    }
  }

  /** Where a daemon is called. */
  static URI address(Running daemon) {
    return daemon.address();
  }

  /** Has the publisher tell each of these channels of a unit. */
  void feed(List<String> channels) {
    for (String channel : channels) {
      publisher.post(
          "/api/v1/channels/" + channel + "/units",
          Map.of("ids", List.of(units.getFirst())),
          JsonNode.class);
    }
  }

  /** The length of an event as it is told, in bytes. */
  int eventBytes(String channel) {
    return publisher.bytes("/api/v1/channels/" + channel + "/events?limit=1").length - 2;
  }

  @Override
  public void close() {
    served.reversed().forEach(Running::close);
  }
}
