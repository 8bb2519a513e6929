package org.edos.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import tools.jackson.databind.JsonNode;

/** Starts the demonstration's daemons, plays the scenario on them, and leaves nothing behind. */
public final class Demo implements AutoCloseable {
  /**
   * How to play.
   *
   * @param clients how many, 1 to 40
   * @param tree a folder of packages; empty for packages fetched with this machine's apt
   * @param testdata the packages that come with Edos, where this is a checkout
   */
  public record Options(int clients, Optional<Path> tree, Optional<Path> testdata) {
    /** Refuses numbers of clients that a machine would not bear. */
    public Options {
      if (clients < 1 || clients > 40) {
        throw EdosException.usage("--clients is 1 to 40, not " + clients);
      }
    }
  }

  private static final int MIRRORS = 2;

  private final Options options;
  private final Consumer<String> tell;
  private final Path work;
  private final Deque<DemoPeer> peers = new ArrayDeque<>();

  /** Makes a folder of its own below the system's folder for temporary files. */
  public Demo(Options options, Consumer<String> tell) {
    this.options = options;
    this.tell = tell;
    try {
      this.work = Files.createTempDirectory("edos-demo-");
    } catch (IOException e) {
      throw EdosException.external(
          "cannot make a folder for the demonstration: " + e.getMessage(), e);
    }
  }

  /** Plays the scenario; the daemons run on until {@link #close()}. */
  DemoReport play() {
    tell.accept(
        "Edos: one publisher, %d mirrors and %d clients, each a process of its own"
            .formatted(MIRRORS, options.clients()));
    DemoPackages packages = DemoPackages.gather(work, options.tree(), options.testdata());
    tell.accept("Packages: " + packages.source());
    ProgramCommand program = new ProgramCommand();
    DemoPeer publisher = start(program, "publisher", List.of("publisher", "--set", "linger=1h"));
    String address = publisher.client().address().toString();
    List<DemoPeer> mirrors = new ArrayList<>();
    for (int i = 1; i <= MIRRORS; i++) {
      mirrors.add(
          start(program, "mirror-" + i, List.of("mirror", "--join", invitation(publisher))));
    }
    List<DemoPeer> clients = new ArrayList<>();
    for (int i = 1; i <= options.clients(); i++) {
      String entry = mirrors.get(i % MIRRORS).client().address().toString();
      clients.add(start(program, "client-" + i, List.of("client", "--entry", entry)));
    }
    return new DemoScenario(packages, publisher, mirrors, clients, work, tell).play();
  }

  /** What 'edos invite' prints on the publisher. */
  private static String invitation(DemoPeer publisher) {
    return publisher
        .client()
        .post("/api/v1/network/invitations", Map.of(), JsonNode.class)
        .path("address")
        .asString("");
  }

  private DemoPeer start(ProgramCommand program, String name, List<String> arguments) {
    DemoPeer peer = DemoPeer.start(program, name, work.resolve(name), arguments);
    peers.push(peer);
    tell.accept("   %-10s %s".formatted(name, peer.client().address()));
    return peer;
  }

  /** Ends the daemons and removes what they wrote. */
  @Override
  public void close() {
    peers.parallelStream().forEach(DemoPeer::close);
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      tell.accept("left behind: " + work + " (" + e.getMessage() + ")");
    }
  }
}
