package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.SharedStart;

/** One dissemination of a workload in a crowd, by one strategy. */
final class Dissemination {
  /** Statuses are up to half a second old. */
  private static final long STATUS_SETTLES_MILLIS = 1_000;

  private final Workload work;
  private final Crowd crowd;
  private final ClusterPlan plan;
  private final List<Torrent> torrents = new ArrayList<>();
  private final Map<PeerId, List<Part>> parts;
  private final Map<PeerId, Long> done = new TreeMap<>();
  private final Map<PeerId, Long> received = new HashMap<>();

  /** Plans, and seeds the torrents at the source. */
  Dissemination(Workload work, Crowd crowd, ClusterStrategy strategy) {
    this.work = work;
    this.crowd = crowd;
    this.plan = strategy.plan(work.composition(), work.digest(), work.wishes().values());
    Map<Sha256, Source> files = new HashMap<>();
    work.sources().forEach(file -> files.put(file.content(), file));
    for (Cluster cluster : plan.clusters()) {
      List<Source> contents = cluster.contents().stream().map(files::get).toList();
      Torrent torrent = TorrentFile.create(contents, crowd.tracker.address());
      torrents.add(torrent);
      crowd.tracker.serve(torrent);
      Map<Sha256, Path> places = new HashMap<>();
      contents.forEach(content -> places.put(content.content(), content.file()));
      crowd.source.seed(torrent, places);
    }
    parts = SharedStart.deal(work.composition(), plan, torrents, work.wishes().values());
  }

  List<Torrent> torrents() {
    return torrents;
  }

  /**
   * Has the peers begin at one moment, and waits for the last.
   *
   * @param lateAfter seconds after which late peers begin
   */
  Outcome run(Trouble trouble, double lateAfter) throws IOException, InterruptedException {
    Crowd.await("the source seeds", () -> Crowd.isDone(crowd.source));
    List<PeerId> peers = List.copyOf(crowd.peers.keySet());
    int prompt = peers.size() - trouble.lateOf(peers.size());
    Set<PeerId> leaving = new HashSet<>(peers.subList(0, trouble.leavingOf(peers.size())));
    long start = System.nanoTime();
    peers.subList(0, prompt).forEach(this::join);
    boolean[] lateJoined = {prompt == peers.size()};
    boolean[] sourceLives = {true};
    long[] sent = {0};
    Crowd.await(
        "every peer is done",
        () -> {
          double now = (System.nanoTime() - start) / 1e9;
          if (!lateJoined[0] && now >= lateAfter) {
            peers.subList(prompt, peers.size()).forEach(this::join);
            lateJoined[0] = true;
          }
          peers
              .subList(0, lateJoined[0] ? peers.size() : prompt)
              .forEach(peer -> look(peer, leaving));
          if (sourceLives[0]) {
            sent[0] = sent();
          }
          if (trouble.sourceDies() && sourceLives[0] && oneCopyIsOut()) {
            crowd
                .source
                .processId()
                .ifPresent(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
            crowd.source.close();
            sourceLives[0] = false;
          }
          return done.size() == peers.size();
        });
    List<Double> seconds = done.values().stream().map(at -> (at - start) / 1e9).sorted().toList();
    Thread.sleep(STATUS_SETTLES_MILLIS);
    peers.stream().filter(peer -> !leaving.contains(peer)).forEach(this::count);
    requireRight();
    return new Outcome(
        seconds, sourceLives[0] ? sent() : sent[0], unwanted(), repeated(), plan.clusters().size());
  }

  private void join(PeerId peer) {
    for (Part part : parts.getOrDefault(peer, List.of())) {
      Torrent torrent = torrents.get(part.cluster());
      engine(peer).download(torrent, wanted(peer, part), new Share(part.first()));
    }
  }

  private TorrentEngine engine(PeerId peer) {
    return Objects.requireNonNull(crowd.peers.get(peer), "a member of the crowd");
  }

  private void look(PeerId peer, Set<PeerId> leaving) {
    if (!done.containsKey(peer) && Crowd.isDone(engine(peer))) {
      done.put(peer, System.nanoTime());
      if (leaving.contains(peer)) {
        count(peer);
        Thread.ofVirtual().start(engine(peer)::close);
      }
    }
  }

  private void count(PeerId peer) {
    received.put(
        peer, engine(peer).status().stream().mapToLong(SwarmStatus::downloadedBytes).sum());
  }

  private long sent() {
    return crowd.source.status().stream().mapToLong(SwarmStatus::uploadedBytes).sum();
  }

  /** Whether every content is whole at a peer. */
  private boolean oneCopyIsOut() {
    if (sent() < work.distinctBytes()) {
      return false;
    }
    for (int number = 0; number < torrents.size(); number++) {
      Torrent torrent = torrents.get(number);
      Set<Sha256> whole = new HashSet<>();
      crowd.peers.values().forEach(engine -> whole.addAll(engine.finished(torrent.infoHash())));
      if (!whole.containsAll(plan.clusters().get(number).contents())) {
        return false;
      }
    }
    return true;
  }

  /** What the peer is to fetch of a cluster, and where to. */
  private Map<Sha256, Path> wanted(PeerId peer, Part part) {
    Map<Sha256, Path> places = new HashMap<>();
    Set<Sha256> wishes = Set.copyOf(work.wanted(peer));
    for (Sha256 content : plan.clusters().get(part.cluster()).contents()) {
      if (!part.selective() || wishes.contains(content)) {
        places.put(content, crowd.place(peer).resolve(content.hex()));
      }
    }
    return places;
  }

  private long brought(PeerId peer) {
    Map<Sha256, Long> sizes = work.composition().contents();
    return parts.getOrDefault(peer, List.of()).stream()
        .flatMap(part -> wanted(peer, part).keySet().stream())
        .mapToLong(content -> sizes.getOrDefault(content, 0L))
        .sum();
  }

  private long unwanted() {
    return crowd.peers.keySet().stream()
        .mapToLong(peer -> brought(peer) - work.wantedBytes(peer))
        .sum();
  }

  private long repeated() {
    long repeated = 0;
    for (PeerId peer : crowd.peers.keySet()) {
      long padding = 0;
      for (Part part : parts.getOrDefault(peer, List.of())) {
        padding += torrents.get(part.cluster()).paddingInBlocks(wanted(peer, part).keySet());
      }
      repeated += Math.max(0, received.getOrDefault(peer, 0L) - padding - brought(peer));
    }
    return repeated;
  }

  private void requireRight() throws IOException {
    for (PeerId peer : crowd.peers.keySet()) {
      for (Part part : parts.getOrDefault(peer, List.of())) {
        for (var place : wanted(peer, part).entrySet()) {
          if (!Sha256.of(Files.readAllBytes(place.getValue())).equals(place.getKey())) {
            throw EdosException.external("peer " + peer + " has wrong bytes of " + place.getKey());
          }
        }
      }
    }
  }
}
