package org.edos.bench.web;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.bench.Occasion;
import org.edos.bench.Running;
import org.edos.bench.index.PackagesFile;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/** A publisher's process with its home. Used by one thread. */
final class Publishing implements AutoCloseable {
  private final Occasion occasion;
  private final Path home;
  private final Running running;

  private Publishing(Occasion occasion, Path home, Running running) {
    this.occasion = occasion;
    this.home = home;
    this.running = running;
  }

  /** Starts one with an empty home. */
  static Publishing start(Occasion occasion) throws IOException, InterruptedException {
    int port = Running.freePort();
    Path home = occasion.scratch().resolve("publisher");
    List<String> command =
        List.of(
            occasion.checkout().resolve("edos").toString(),
            "publisher",
            "--home",
            home.toString(),
            "--port",
            Integer.toString(port));
    return new Publishing(
        occasion,
        home,
        Running.start(command, Map.of(), port, occasion.scratch().resolve("publisher.log")));
  }

  URI address() {
    return running.address();
  }

  /** Its HTTP interface, with its owner's token. */
  DaemonClient http() {
    return DaemonClient.of(home);
  }

  /** Seconds of processor that the daemon has used; its torrent engine is a process of its own. */
  double processorSeconds() throws IOException {
    return running.processorSeconds();
  }

  /** Publishes a tree. */
  void publish(Path tree, String name, String... options) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            occasion.checkout().resolve("edos").toString(),
            "publish",
            tree.toString(),
            "--release",
            name,
            "--installability",
            "ignore",
            "--home",
            home.toString());
    builder.command().addAll(List.of(options));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("EDOS_"));
    Path log = occasion.scratch().resolve("publish.log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    if (builder.start().waitFor() != 0) {
      throw EdosException.external("publishing failed: " + Files.readString(log));
    }
  }

  /**
   * Publishes a whole distribution of which nothing but the list is here; says how many packages.
   */
  long publishWhole(int most) throws IOException, InterruptedException {
    PackagesFile packages = PackagesFile.find(occasion, most);
    Path tree = occasion.scratch().resolve("whole");
    Path suite = tree.resolve("dists/whole");
    Path list = suite.resolve("main/binary-amd64/Packages");
    Files.createDirectories(list.getParent());
    Files.move(packages.file(), list);
    byte[] bytes = Files.readAllBytes(list);
    Files.writeString(
        suite.resolve("Release"),
        """
        Suite: whole
        Codename: whole
        Architectures: amd64
        Components: main
        Date: %s
        SHA256:
         %s %d main/binary-amd64/Packages
        """
            .formatted(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                Sha256.of(bytes).hex(),
                bytes.length));
    publish(tree, "whole", "--origin", "http://127.0.0.1:9/whole/");
    return http().tree("/api/v1/releases").path(0).path("packages").asLong();
  }

  @Override
  public void close() {
    running.close();
  }
}
