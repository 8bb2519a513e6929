package org.edos.role.download;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.jspecify.annotations.Nullable;

/**
 * One flash crowd that this peer has joined, in the hands of {@link CrowdMember}, on whose thread
 * alone it lives.
 */
final class JoinedCrowd {
  enum Phase {
    SUBMITTING,
    WAITING,
    SWARMING,
    FETCHING,
    REPORTING,
    DONE
  }

  /**
   * A swarm to join.
   *
   * @param selective whether only what is wished is downloaded of its contents
   * @param share the pieces that are this peer's to fetch first
   */
  record Swarm(int cluster, Torrent torrent, boolean selective, Share share) {}

  private final URI address;
  private final Composition composition;
  private final WishList wishes;
  private final boolean resumed;
  private final Map<Sha256, Long> wanted;
  private final Map<String, SwarmStatus> observed = new HashMap<>();
  private final Set<Swarm> unsettled = new HashSet<>();
  private final Map<Swarm, Set<Sha256>> downloading = new HashMap<>();
  private List<Swarm> swarms = List.of();
  private Phase phase = Phase.SUBMITTING;
  private Instant lastProgress;
  private int verified;
  private int failed;
  private boolean missed;
  private long fetchedBytes;
  private @Nullable CrowdReport lastReport;

  /**
   * Joins.
   *
   * @param resumed whether an earlier process had joined before, and may have left parts of the
   *     contents
   */
  JoinedCrowd(URI address, Composition composition, WishList wishes, boolean resumed, Instant now) {
    this.resumed = resumed;
    this.address = address;
    this.composition = composition;
    this.wishes = wishes;
    this.wanted = Wishes.contents(composition, wishes);
    this.lastProgress = now;
  }

  URI address() {
    return address;
  }

  Composition composition() {
    return composition;
  }

  WishList wishes() {
    return wishes;
  }

  ReleaseId release() {
    return wishes.release();
  }

  Phase phase() {
    return phase;
  }

  Instant lastProgress() {
    return lastProgress;
  }

  List<Swarm> swarms() {
    return swarms;
  }

  Set<Swarm> unsettled() {
    return Set.copyOf(unsettled);
  }

  boolean allSettled() {
    return unsettled.isEmpty();
  }

  void submitted(Instant now) {
    phase = Phase.WAITING;
    lastProgress = now;
  }

  /** The desk has answered. */
  void heard(Instant now) {
    lastProgress = now;
  }

  /** The contents wished for, with their sizes. */
  Map<Sha256, Long> wanted() {
    return wanted;
  }

  boolean wants(Torrent.Entry file) {
    return wanted.containsKey(file.content());
  }

  /**
   * The torrent of a cluster, once it is known to hold the cluster's contents in the composition's
   * sizes and nothing else. Contents of it that are not wished for, after a restart say, are not
   * downloaded.
   */
  Swarm checked(Assignment.Part part, byte[] metainfo) {
    Torrent torrent = TorrentFile.parse(metainfo);
    Map<Sha256, Long> sizes = composition.contents();
    for (Torrent.Entry file : torrent.files()) {
      Long size = sizes.get(file.content());
      if (size == null || size != file.size()) {
        throw EdosException.refused(
            "the torrent of cluster "
                + part.cluster()
                + " brings "
                + file.content()
                + ", which "
                + release()
                + " does not have");
      }
    }
    return new Swarm(part.cluster(), torrent, part.selective(), new Share(part.first()));
  }

  void entered(List<Swarm> joined, Instant now) {
    swarms = List.copyOf(joined);
    unsettled.addAll(joined);
    phase = Phase.SWARMING;
    lastProgress = now;
  }

  /** Notes which contents a swarm is to bring. */
  void downloading(Swarm swarm, Set<Sha256> contents) {
    downloading.put(swarm, Set.copyOf(contents));
  }

  Set<Sha256> downloading(Swarm swarm) {
    return downloading.getOrDefault(swarm, Set.of());
  }

  void observe(List<SwarmStatus> engine, Instant now) {
    long before = doneBytes();
    Set<String> mine =
        swarms.stream().map(swarm -> swarm.torrent().infoHash()).collect(Collectors.toSet());
    engine.stream()
        .filter(status -> mine.contains(status.infoHash()))
        .forEach(status -> observed.put(status.infoHash(), status));
    if (doneBytes() > before) {
      lastProgress = now;
    }
  }

  /** Swarms that have all their pieces and are not settled yet. */
  List<Swarm> finished() {
    return unsettled.stream().filter(swarm -> is(swarm, SwarmStatus.State.SEEDING)).toList();
  }

  /** Whether the engine has given up on every swarm that is not settled. */
  boolean allFailed() {
    return unsettled.stream().allMatch(swarm -> is(swarm, SwarmStatus.State.FAILED));
  }

  private boolean is(Swarm swarm, SwarmStatus.State state) {
    SwarmStatus status = observed.get(swarm.torrent().infoHash());
    return status != null && status.state() == state;
  }

  void settled(Swarm swarm, int verifiedContents) {
    unsettled.remove(swarm);
    verified += verifiedContents;
  }

  void fetching() {
    phase = Phase.FETCHING;
  }

  /** The desk has no use for this peer: nothing is reported to it any more. */
  void miss() {
    missed = true;
  }

  boolean missed() {
    return missed;
  }

  void completed(int verifiedContents, int failedContents, long replicaBytes) {
    verified = verifiedContents;
    failed = failedContents;
    fetchedBytes = replicaBytes;
    phase = Phase.REPORTING;
  }

  void done() {
    phase = Phase.DONE;
  }

  /** Whether the publisher does not know this report yet. */
  boolean isNews(CrowdReport report) {
    return !report.equals(lastReport);
  }

  void reported(CrowdReport report) {
    lastReport = report;
  }

  long wantedBytes() {
    return wanted.values().stream().mapToLong(Long::longValue).sum();
  }

  long doneBytes() {
    return observed.values().stream().mapToLong(SwarmStatus::doneBytes).sum();
  }

  int peers() {
    return observed.values().stream().mapToInt(SwarmStatus::peers).sum();
  }

  /**
   * Bytes of contents that a swarm brought; the padding that travelled along is nobody's wish and
   * no content's byte. The engine's count lags by up to a second behind what is verified, all of
   * which has come in this run unless it resumed.
   */
  private long received(Swarm swarm) {
    SwarmStatus status = observed.get(swarm.torrent().infoHash());
    if (status == null || status.wantedBytes() == 0) {
      return 0;
    }
    double part = (double) status.doneBytes() / status.wantedBytes();
    long counted =
        status.downloadedBytes()
            - Math.round(swarm.torrent().paddingInBlocks(downloading(swarm)) * part);
    return Math.max(counted, resumed ? 0 : status.doneBytes());
  }

  CrowdReport report(boolean done) {
    long received = swarms.stream().mapToLong(this::received).sum();
    long uploaded = observed.values().stream().mapToLong(SwarmStatus::uploadedBytes).sum();
    return new CrowdReport(
        wishes.peer(), wantedBytes(), received + fetchedBytes, uploaded, verified, failed, done);
  }
}
