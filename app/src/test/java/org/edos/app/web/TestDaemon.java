package org.edos.app.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.app.daemon.DaemonClient;
import org.edos.testkit.TestData;
import tools.jackson.databind.JsonNode;

/** A whole daemon within this process, at any free loopback port, to look at its pages. */
final class TestDaemon implements AutoCloseable {
  private final ActorKind kind;
  private final Path home;
  private final List<URI> entries;
  private final List<String> settings;
  private final int port;
  private Daemon daemon;

  private TestDaemon(ActorKind kind, Path home, List<URI> entries, List<String> settings) {
    this.kind = kind;
    this.home = home;
    this.entries = entries;
    this.settings = new ArrayList<>(settings);
    this.settings.add("installed-root=");
    this.daemon = Daemon.start(new Daemon.Start(kind, home, 0, entries, this.settings));
    this.port = daemon.address().getPort();
  }

  static TestDaemon publisher(Path home, String... settings) {
    return new TestDaemon(ActorKind.PUBLISHER, home, List.of(), List.of(settings));
  }

  /** A client of these, or of nobody. */
  static TestDaemon client(Path home, List<URI> entries, String... settings) {
    return new TestDaemon(ActorKind.CLIENT, home, entries, List.of(settings));
  }

  /** A mirror that joins by this address. */
  static TestDaemon mirror(Path home, URI invitation, String... settings) {
    return new TestDaemon(ActorKind.MIRROR, home, List.of(invitation), List.of(settings));
  }

  /** Ends it, and starts it again with the same home and port. */
  void restart() {
    daemon.close();
    daemon = Daemon.start(new Daemon.Start(kind, home, port, entries, settings));
  }

  URI address() {
    return daemon.address();
  }

  /** Its folder. */
  Path home() {
    return home;
  }

  /** A browser that has never been here. */
  Browser browser() {
    return new Browser(daemon.address());
  }

  /** Calls it as commands do, with the owner's token. */
  DaemonClient calls() {
    return DaemonClient.of(home);
  }

  /** Asks for a path as a program of this name. */
  void asks(String path, String agent) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address() + path)).header("User-Agent", agent).build();
      http.send(request, BodyHandlers.discarding());
    }
  }

  /** A folder of the first real packages, ready to be published. */
  Path tree(int packages) throws IOException {
    Path tree = Files.createTempDirectory(home.toAbsolutePath().getParent(), "tree");
    for (Path deb : TestData.debs().subList(0, packages)) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    return tree;
  }

  /** Publishes the first real packages as a release. */
  void publishes(String release, int packages) throws IOException {
    calls().stream(
        "/api/v1/publish",
        Map.of("name", release, "tree", tree(packages).toString()),
        event -> {},
        JsonNode.class);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
