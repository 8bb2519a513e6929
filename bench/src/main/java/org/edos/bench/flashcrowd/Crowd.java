package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SwarmStatus;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;

/** A source and its peers: each an engine process with a limited upload, and a tracker. */
final class Crowd implements AutoCloseable {
  private static final long MOST_SECONDS = 240;
  private static final long LOOK_MILLIS = 20;

  final AnnounceServer tracker;
  final LibtorrentEngine source;
  final Map<PeerId, LibtorrentEngine> peers = new LinkedHashMap<>();
  private final Path folder;
  private final Ground ground;

  /**
   * Starts the processes.
   *
   * @param quiet a file of which to make a torrent that nobody hears of
   */
  Crowd(List<PeerId> members, Links links, Source quiet, Path folder, Ground ground)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.ground = ground;
    tracker = new AnnounceServer(ground.tracker());
    source = engine(0, links.source());
    for (PeerId peer : members) {
      int number = peers.size();
      peers.put(peer, engine(number + 1, links.peer(number)));
    }
    warm(quiet);
  }

  private LibtorrentEngine engine(int number, int upload) {
    return new LibtorrentEngine(ground.engine(folder.resolve("engine" + number), number, upload));
  }

  private void warm(Source file) throws InterruptedException {
    Torrent quiet = TorrentFile.create(List.of(file), URI.create("http://127.0.0.1:1/announce"));
    List<LibtorrentEngine> all = new ArrayList<>(peers.values());
    all.add(source);
    all.forEach(engine -> engine.seed(quiet, Map.of(file.content(), file.file())));
    for (LibtorrentEngine engine : all) {
      await("engines start", () -> isDone(engine));
    }
    all.forEach(engine -> engine.remove(quiet.infoHash()));
  }

  /** Whether the engine has all that it was asked for. */
  static boolean isDone(TorrentEngine engine) {
    return engine.status().stream().allMatch(s -> s.state() == SwarmStatus.State.SEEDING);
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw EdosException.external("not within " + MOST_SECONDS + " s: " + what);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Removes every torrent and every file that peers received. */
  void clear() throws IOException {
    Map<String, TorrentEngine> engines = new HashMap<>();
    peers.forEach((peer, engine) -> engines.put(peer.value(), engine));
    engines.put("source", source);
    engines.values().parallelStream()
        .forEach(engine -> engine.status().forEach(status -> engine.remove(status.infoHash())));
    Predicate<Path> received = path -> String.valueOf(path.getFileName()).startsWith("peer-");
    try (var children = Files.list(folder)) {
      for (Path peer : children.filter(received).toList()) {
        try (var files = Files.list(peer)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** Where a peer receives its files. */
  Path place(PeerId peer) {
    return folder.resolve("peer-" + peer);
  }

  @Override
  public void close() {
    peers.values().parallelStream().forEach(TorrentEngine::close);
    source.close();
    tracker.close();
  }
}
