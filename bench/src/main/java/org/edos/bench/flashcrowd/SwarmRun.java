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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.SharedStart;

/**
 * One dissemination of a workload by swarms: a source and peers, each an engine process with
 * limited uploads.
 */
final class SwarmRun implements AutoCloseable {
  /** Statuses are up to half a second old. */
  private static final long STATUS_SETTLES_MILLIS = 1_000;

  private static final long MOST_SECONDS = 900;

  /**
   * What came of it.
   *
   * @param seconds until each peer had everything that it wanted, ascending
   * @param sourceBytes that the source sent, with the padding in the last blocks of files
   * @param surplusBytes that peers received beyond their wish lists and that padding
   * @param clusters in the plan
   */
  record Outcome(List<Double> seconds, long sourceBytes, long surplusBytes, int clusters) {
    double last() {
      return seconds.getLast();
    }

    double median() {
      return seconds.get(seconds.size() / 2);
    }
  }

  private final Workload work;
  private final Path folder;
  private final AnnounceServer tracker = new AnnounceServer();
  private final LibtorrentEngine source;
  private final Map<PeerId, LibtorrentEngine> peers = new LinkedHashMap<>();
  private final ClusterPlan plan;
  private final List<Torrent> torrents = new ArrayList<>();
  private final Map<PeerId, List<Part>> parts;

  /**
   * Starts the processes.
   *
   * @param folder of its own
   */
  SwarmRun(Workload work, ClusterStrategy strategy, Links links, Path folder)
      throws IOException, InterruptedException {
    this.work = work;
    this.folder = folder;
    this.plan = strategy.plan(work.composition(), work.digest(), work.wishes().values());
    source = engine("source", links.source());
    int number = 0;
    for (PeerId peer : work.wishes().keySet()) {
      peers.put(peer, engine(peer.value(), links.peer(number++)));
    }
    Map<Sha256, Source> files = new HashMap<>();
    work.sources().forEach(file -> files.put(file.content(), file));
    for (Cluster cluster : plan.clusters()) {
      List<Source> contents = cluster.contents().stream().map(files::get).toList();
      Torrent torrent = TorrentFile.create(contents, tracker.address());
      torrents.add(torrent);
      tracker.serve(torrent);
      Map<Sha256, Path> places = new HashMap<>();
      contents.forEach(content -> places.put(content.content(), content.file()));
      source.seed(torrent, places);
    }
    parts = SharedStart.deal(work.composition(), plan, torrents, work.wishes().values());
    warm();
  }

  private LibtorrentEngine engine(String name, int upload) {
    return new LibtorrentEngine(
        LibtorrentConfig.loopback(folder.resolve("engine-" + name)).limitedTo(upload, 0));
  }

  /** Has every process started by a torrent of which nobody hears. */
  private void warm() throws InterruptedException {
    Source any = work.sources().getFirst();
    Torrent quiet = TorrentFile.create(List.of(any), URI.create("http://127.0.0.1:1/announce"));
    for (TorrentEngine engine : peers.values()) {
      engine.seed(quiet, Map.of(any.content(), any.file()));
    }
    await(peers);
    await(Map.of(new PeerId("0000000000000000"), source));
    peers.values().forEach(engine -> engine.remove(quiet.infoHash()));
  }

  /** Has the peers begin at one moment, and waits for the last. */
  Outcome disseminate() throws IOException, InterruptedException {
    long start = System.nanoTime();
    peers.forEach(this::join);
    List<Double> seconds =
        await(peers).values().stream().map(at -> (at - start) / 1e9).sorted().toList();
    Thread.sleep(STATUS_SETTLES_MILLIS);
    requireRight();
    long sent = source.status().stream().mapToLong(SwarmStatus::uploadedBytes).sum();
    return new Outcome(seconds, sent, surplus(), plan.clusters().size());
  }

  private void join(PeerId peer, TorrentEngine engine) {
    for (Part part : parts.getOrDefault(peer, List.of())) {
      Torrent torrent = torrents.get(part.cluster());
      engine.download(torrent, wanted(peer, part), new Share(part.first()));
    }
  }

  /** What the peer is to fetch of a cluster, and where to. */
  private Map<Sha256, Path> wanted(PeerId peer, Part part) {
    Map<Sha256, Path> places = new HashMap<>();
    for (Sha256 content : plan.clusters().get(part.cluster()).contents()) {
      if (!part.selective() || work.wants(peer, content)) {
        places.put(content, folder.resolve("peer-" + peer).resolve(content.hex()));
      }
    }
    return places;
  }

  /** When each was done. */
  private static Map<PeerId, Long> await(Map<PeerId, ? extends TorrentEngine> engines)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    Map<PeerId, Long> done = new TreeMap<>();
    while (done.size() < engines.size()) {
      engines.forEach((peer, engine) -> {
        if (!done.containsKey(peer)
            && engine.status().stream().allMatch(s -> s.state() == SwarmStatus.State.SEEDING)) {
          done.put(peer, System.nanoTime());
        }
      });
      if (System.nanoTime() > deadline) {
        throw EdosException.external("swarms did not end within " + MOST_SECONDS + " s");
      }
      Thread.sleep(20);
    }
    return done;
  }

  private long surplus() {
    long surplus = 0;
    for (var peer : peers.entrySet()) {
      long padding = 0;
      for (Part part : parts.getOrDefault(peer.getKey(), List.of())) {
        Torrent torrent = torrents.get(part.cluster());
        padding += torrent.paddingInBlocks(wanted(peer.getKey(), part).keySet());
      }
      long received =
          peer.getValue().status().stream().mapToLong(SwarmStatus::downloadedBytes).sum();
      surplus += Math.max(0, received - padding - work.wantedBytes(peer.getKey()));
    }
    return surplus;
  }

  private void requireRight() throws IOException {
    for (PeerId peer : peers.keySet()) {
      for (Part part : parts.getOrDefault(peer, List.of())) {
        for (var place : wanted(peer, part).entrySet()) {
          if (!Sha256.of(Files.readAllBytes(place.getValue())).equals(place.getKey())) {
            throw EdosException.external("peer " + peer + " has wrong bytes of " + place.getKey());
          }
        }
      }
    }
  }

  @Override
  public void close() {
    peers.values().parallelStream().forEach(TorrentEngine::close);
    source.close();
    tracker.close();
  }
}
