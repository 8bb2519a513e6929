package org.edos.bench.crowd;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;

/**
 * One dissemination of a workload by swarms: a source and peers, each an engine process with
 * limited uploads.
 */
final class SwarmRun implements AutoCloseable {
  /** Statuses are up to half a second old. */
  private static final long STATUS_SETTLES_MILLIS = 1_000;

  private static final long MOST_SECONDS = 300;

  /**
   * What came of it.
   *
   * @param lastSeconds when the last peer had everything that it wanted
   * @param sourceBytes that the source sent, with the padding in the last blocks of files
   * @param surplusBytes that peers received beyond their wish lists and that padding
   */
  record Outcome(double lastSeconds, long sourceBytes, long surplusBytes) {}

  private final Workload work;
  private final Path folder;
  private final AnnounceServer tracker = new AnnounceServer();
  private final LibtorrentEngine source;
  private final Map<PeerId, LibtorrentEngine> peers = new HashMap<>();

  /** By number of their clusters. */
  private final List<Torrent> torrents = new ArrayList<>();

  /**
   * Starts the processes.
   *
   * @param folder of its own
   * @param upload most bytes a second of each, the source too
   */
  SwarmRun(Workload work, Path folder, int upload) throws IOException, InterruptedException {
    this.work = work;
    this.folder = folder;
    source = engine("source", upload);
    for (PeerId peer : work.wanted().keySet()) {
      peers.put(peer, engine(peer.value(), upload));
    }
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
    List<TorrentEngine> engines = new ArrayList<>(peers.values());
    engines.add(source);
    for (TorrentEngine engine : engines) {
      engine.seed(quiet, Map.of(any.content(), any.file()));
    }
    await(engines);
    engines.forEach(engine -> engine.remove(quiet.infoHash()));
  }

  /** Seeds the clusters, has the peers begin at one moment, and waits for the last. */
  Outcome disseminate() throws IOException, InterruptedException {
    Map<Sha256, Source> files = new HashMap<>();
    work.sources().forEach(file -> files.put(file.content(), file));
    for (Cluster cluster : work.plan().clusters()) {
      List<Source> contents = cluster.contents().stream().map(files::get).toList();
      Torrent torrent = TorrentFile.create(contents, tracker.address());
      torrents.add(torrent);
      tracker.serve(torrent);
      Map<Sha256, Path> places = new HashMap<>();
      contents.forEach(content -> places.put(content.content(), content.file()));
      source.seed(torrent, places);
    }
    await(List.of(source));
    long start = System.nanoTime();
    peers.forEach(this::join);
    await(List.copyOf(peers.values()));
    double last = (System.nanoTime() - start) / 1e9;
    Thread.sleep(STATUS_SETTLES_MILLIS);
    requireRight();
    long sent = source.status().stream().mapToLong(SwarmStatus::uploadedBytes).sum();
    return new Outcome(last, sent, surplus());
  }

  private void join(PeerId peer, TorrentEngine engine) {
    for (Cluster cluster : work.plan().of(peer)) {
      Map<Sha256, Path> places = new HashMap<>();
      cluster.contents().forEach(content -> places.put(content, place(peer, content)));
      Torrent torrent = torrents.get(cluster.number());
      Share share =
          Share.of(
              cluster.members().headSet(peer).size(),
              cluster.members().size(),
              Layout.of(torrent).pieces());
      engine.download(torrent, places, share);
    }
  }

  private Path place(PeerId peer, Sha256 content) {
    return folder.resolve("peer-" + peer).resolve(content.hex());
  }

  private void await(List<? extends TorrentEngine> engines) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    List<TorrentEngine> waiting = new ArrayList<>(engines);
    while (!waiting.isEmpty()) {
      waiting.removeIf(
          engine -> engine.status().stream().allMatch(s -> s.state() == SwarmStatus.State.SEEDING));
      if (System.nanoTime() > deadline) {
        throw EdosException.external(
            "swarms did not end within " + MOST_SECONDS + " s: " + waiting.getFirst().status());
      }
      Thread.sleep(10);
    }
  }

  private long surplus() {
    long surplus = 0;
    for (var peer : peers.entrySet()) {
      long padding =
          work.plan().of(peer.getKey()).stream()
              .mapToLong(cluster -> torrents.get(cluster.number()).paddingInBlocks(java.util.Set.copyOf(cluster.contents())))
              .sum();
      long received =
          peer.getValue().status().stream().mapToLong(SwarmStatus::downloadedBytes).sum();
      surplus += Math.max(0, received - padding - work.wantedBytes(peer.getKey()));
    }
    return surplus;
  }

  private void requireRight() throws IOException {
    for (PeerId peer : peers.keySet()) {
      for (Cluster cluster : work.plan().of(peer)) {
        for (Sha256 content : cluster.contents()) {
          if (!Sha256.of(Files.readAllBytes(place(peer, content))).equals(content)) {
            throw EdosException.external("peer " + peer + " has wrong bytes of " + content);
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
