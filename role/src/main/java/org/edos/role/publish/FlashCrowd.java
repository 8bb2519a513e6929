package org.edos.role.publish;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;
import org.jspecify.annotations.Nullable;

/** One flash crowd in the hands of {@link FlashCrowds}, on whose thread alone it lives. */
final class FlashCrowd {
  final ReleaseId release;
  final Composition composition;
  final NumberedContents positions;
  final Sha256 digest;
  final String strategy;
  final Instant opened;
  final Instant closes;
  final Map<PeerId, WishList> wishes = new TreeMap<>();

  /** Peers that are served before the others. */
  final Set<PeerId> feeders = new TreeSet<>();

  /** Peers whose wish lists wait for the next planning, after the first one. */
  final Set<PeerId> late = new LinkedHashSet<>();

  /** When the first of the late came; empty without any. */
  Optional<Instant> lateSince = Optional.empty();

  /** Peers whose wishes could not be planned, and why; they are to look elsewhere. */
  final Map<PeerId, String> hopeless = new HashMap<>();

  /** Each planned peer's part of the plan; of none where nothing of its wishes is to be had. */
  final Map<PeerId, List<Part>> parts = new HashMap<>();

  /** When a peer's part was there for it, where that was later than for most. */
  final Map<PeerId, Instant> placed = new HashMap<>();

  final Map<PeerId, CrowdReport> reports = new TreeMap<>();

  /** How long each peer took from its part of the plan to its report of being done. */
  final Map<PeerId, Duration> done = new HashMap<>();

  Phase phase = Phase.OPEN;

  /** Of the planning that is under way; empty without any. */
  Optional<CrowdTorrents.Progress> planning = Optional.empty();

  /** Daemons that give the contents over HTTP, the best first. */
  List<URI> sources = List.of();

  @Nullable ClusterPlan plan;
  List<Torrent> torrents = List.of();
  @Nullable Instant planned;
  @Nullable Instant finished;
  long uploadedBytes;
  long unwantedBytes;
  private final Map<PeerId, Long> wantedBytes = new HashMap<>();
  private long allWantedBytes;
  private BitSet anybody = new BitSet();

  FlashCrowd(
      ReleaseId release,
      Composition composition,
      Sha256 digest,
      String strategy,
      Instant opened,
      Instant closes) {
    this.release = release;
    this.composition = composition;
    this.positions = NumberedContents.of(composition);
    this.digest = digest;
    this.strategy = strategy;
    this.opened = opened;
    this.closes = closes;
  }

  /** Takes a wish list in, in the place of the peer's earlier one. */
  void wish(WishList wish) {
    boolean replaced = wishes.put(wish.peer(), wish) != null;
    long bytes = positions.bytes(wish.wanted());
    Long before = wantedBytes.put(wish.peer(), bytes);
    allWantedBytes += bytes - (before == null ? 0 : before);
    if (replaced) {
      anybody = new BitSet();
      wishes.values().forEach(each -> anybody.or(each.wanted()));
    } else {
      anybody.or(wish.wanted());
    }
  }

  /** Notes that a peer's wish list waits for the next planning. */
  void late(PeerId peer, Instant now) {
    late.add(peer);
    hopeless.remove(peer);
    lateSince = lateSince.or(() -> Optional.of(now));
  }

  /** Notes that a peer is not done; says whether it was. */
  boolean undone(PeerId peer) {
    reports.remove(peer);
    finished = null;
    return done.remove(peer) != null;
  }

  /** The strategy of the plan, once there is one: the one asked for may choose another. */
  String strategyInUse() {
    return plan == null ? strategy : plan.strategy();
  }

  boolean allDone() {
    return late.isEmpty()
        && wishes.keySet().stream()
            .allMatch(peer -> done.containsKey(peer) || hopeless.containsKey(peer));
  }

  /** The feeders that take part. */
  Set<PeerId> fed() {
    Set<PeerId> fed = new TreeSet<>(feeders);
    fed.retainAll(wishes.keySet());
    return fed;
  }

  long wantedBytes() {
    return allWantedBytes;
  }

  long distinctBytes() {
    return positions.bytes(anybody);
  }

  /** The contents that these peers wish for, with their sizes. */
  Map<Sha256, Long> wished(Collection<PeerId> peers) {
    BitSet wanted = new BitSet();
    for (PeerId peer : peers) {
      Optional.ofNullable(wishes.get(peer)).ifPresent(wish -> wanted.or(wish.wanted()));
    }
    return positions.contents(wanted);
  }

  /** Whether the plan brings all of a wish to its peer already. */
  boolean covers(WishList wish) {
    BitSet left = positions.toBring(wish.wanted());
    if (plan != null) {
      plan.of(wish.peer()).forEach(cluster -> left.andNot(positions.of(cluster.contents())));
    }
    return left.isEmpty();
  }

  /** When each of its peers is to report again. */
  ReportReceipt receipt() {
    return ReportReceipt.inCrowdOf(wishes.size());
  }

  /** When this peer's part of the plan was there. */
  Optional<Instant> placed(PeerId peer) {
    return Optional.ofNullable(placed.get(peer)).or(() -> Optional.ofNullable(planned));
  }
}
