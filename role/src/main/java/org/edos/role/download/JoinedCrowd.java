package org.edos.role.download;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Arrival;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;

/**
 * One flash crowd that this peer has joined, in the hands of {@link CrowdMember}, on whose thread
 * alone it lives.
 */
final class JoinedCrowd {
  enum Phase {
    /** The wish list is to be handed in. */
    SUBMITTING,
    /** The assignment, or a torrent of it, is not here yet. */
    WAITING,
    SWARMING,
    /** Replicas are asked for what the swarms do not bring. */
    FETCHING,
    /** The desk is to be told that this peer is done. */
    REPORTING,
    DONE
  }

  /**
   * A swarm to join.
   *
   * @param selective whether only what is wished is downloaded of its contents
   * @param share the pieces that are this peer's to fetch first
   */
  record Swarm(int cluster, Torrent torrent, boolean selective, Share share) {
    String infoHash() {
      return torrent.infoHash();
    }
  }

  private static final int MOST_ROUNDS = 5;

  private final URI address;
  private final Composition composition;
  private final WishList wishes;
  private final boolean resumed;
  private final Map<Sha256, Long> wanted;
  private final Map<String, SwarmStatus> observed = new HashMap<>();
  private final Set<Swarm> unsettled = new HashSet<>();
  private final Map<Swarm, Set<Sha256>> downloading = new HashMap<>();
  private final Map<Swarm, Set<Sha256>> asked = new HashMap<>();
  private final Map<Integer, Torrent> torrents = new TreeMap<>();
  private final Set<Sha256> here = new HashSet<>();
  private final Set<Sha256> wrong = new HashSet<>();
  private final Set<String> renewed = new HashSet<>();
  private Optional<Assignment> assignment = Optional.empty();
  private List<Swarm> swarms = List.of();
  private Phase phase = Phase.SUBMITTING;
  private Instant lastProgress;
  private Optional<Instant> arrived = Optional.empty();
  private boolean webSeeds;
  private int rounds;
  private int hereBeforeRound;
  private int failed;
  private boolean missed;
  private long fetchedBytes;
  private long receivedBefore;
  private long uploadedBefore;
  private boolean paused;
  private long doneBeforePause;
  private final DeskReports reports = new DeskReports();

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

  /** The contents wished for, with their sizes. */
  Map<Sha256, Long> wanted() {
    return wanted;
  }

  void submitted(Instant now) {
    phase = Phase.WAITING;
    lastProgress = now;
  }

  /** The desk has answered. */
  void heard(Instant now) {
    lastProgress = now;
  }

  /** Whether nothing has come for so long; after each round of replicas twice as long. */
  boolean isStalled(Instant now, Duration patience) {
    return now.isAfter(lastProgress.plus(patience.multipliedBy(1L << rounds)));
  }

  Optional<Assignment> assignment() {
    return assignment;
  }

  /**
   * Takes this peer's part of the plan.
   *
   * @throws EdosException refused if it counts in another composition
   */
  void assigned(Assignment part, Instant now) {
    if (!part.composition().equals(wishes.composition())) {
      throw EdosException.refused(
          "the plan of the flash crowd counts in another composition of " + release());
    }
    assignment = Optional.of(part);
    phase = Phase.WAITING;
    lastProgress = now;
  }

  /** The clusters of the assignment whose torrents are not here. */
  List<Integer> missingTorrents() {
    return assignment.stream()
        .flatMap(part -> part.parts().stream())
        .map(Assignment.Part::cluster)
        .filter(cluster -> !torrents.containsKey(cluster))
        .toList();
  }

  boolean hasTorrents() {
    return !torrents.isEmpty();
  }

  /**
   * Takes the torrent of a cluster, once it is known to hold contents of the composition in their
   * sizes and nothing else.
   *
   * @throws EdosException refused if it brings anything else
   */
  void torrent(int cluster, byte[] metainfo, Instant now) {
    Torrent torrent = TorrentFile.parse(metainfo);
    Map<Sha256, Long> sizes = composition.contents();
    for (Torrent.Entry file : torrent.files()) {
      Long size = sizes.get(file.content());
      if (size == null || size != file.size()) {
        throw EdosException.refused(
            "the torrent of cluster "
                + cluster
                + " brings "
                + file.content()
                + ", which "
                + release()
                + " does not have");
      }
    }
    torrents.put(cluster, torrent);
    lastProgress = now;
  }

  /** Goes over to the swarms whose torrents are here. */
  List<Swarm> enter(Instant now) {
    swarms =
        assignment.stream()
            .flatMap(part -> part.parts().stream())
            .flatMap(part ->
                Optional.ofNullable(torrents.get(part.cluster())).stream()
                    .map(torrent ->
                        new Swarm(
                            part.cluster(), torrent, part.selective(), new Share(part.first()))))
            .toList();
    unsettled.addAll(swarms);
    phase = Phase.SWARMING;
    lastProgress = now;
    return swarms;
  }

  List<Swarm> swarms() {
    return swarms;
  }

  List<Swarm> unsettled() {
    return List.copyOf(unsettled);
  }

  boolean allSettled() {
    return unsettled.isEmpty();
  }

  /**
   * Whether a content of a swarm is to be downloaded. What is not wished for, after a restart say,
   * is not where the swarm is selective; what a swarm brought wrong is fetched otherwise.
   */
  boolean wants(Swarm swarm, Sha256 content) {
    return (!swarm.selective() || wanted.containsKey(content)) && !wrong.contains(content);
  }

  /** Notes which contents a swarm is to bring. */
  void downloading(Swarm swarm, Set<Sha256> contents) {
    downloading.put(swarm, new HashSet<>(contents));
    asked.put(swarm, Set.copyOf(contents));
  }

  /** The contents that a swarm is still to bring. */
  Set<Sha256> downloading(Swarm swarm) {
    return Set.copyOf(downloading.getOrDefault(swarm, Set.of()));
  }

  /** Contents of a swarm are here and verified. */
  void took(Swarm swarm, Set<Sha256> contents) {
    downloading.getOrDefault(swarm, new HashSet<>()).removeAll(contents);
    contents.stream().filter(wanted::containsKey).forEach(here::add);
  }

  /** The bytes that a swarm brought for these are not what they should be. */
  void tookWrong(Set<Sha256> contents) {
    wrong.addAll(contents);
  }

  void settled(Swarm swarm) {
    unsettled.remove(swarm);
    downloading.remove(swarm);
  }

  /** Keeps the counts of a swarm that the engine is about to take up anew. */
  void renews(Swarm swarm) {
    receivedBefore += received(swarm);
    SwarmStatus status = observed.remove(swarm.infoHash());
    if (status != null) {
      uploadedBefore += status.uploadedBytes();
      renewed.add(swarm.infoHash());
    }
  }

  void observe(List<SwarmStatus> engine, Instant now) {
    long before = doneBytes();
    Set<String> mine = swarms.stream().map(Swarm::infoHash).collect(Collectors.toSet());
    engine.stream()
        .filter(status -> mine.contains(status.infoHash()))
        .forEach(status -> observed.put(status.infoHash(), status));
    if (doneBytes() > before) {
      lastProgress = now;
    }
  }

  /** Whether a swarm has all its pieces. */
  boolean isWhole(Swarm swarm) {
    return is(swarm, SwarmStatus.State.SEEDING);
  }

  /** Whether the engine has given up on every swarm that is not settled. */
  boolean allFailed() {
    return unsettled.stream().allMatch(swarm -> is(swarm, SwarmStatus.State.FAILED));
  }

  private boolean is(Swarm swarm, SwarmStatus.State state) {
    SwarmStatus status = observed.get(swarm.infoHash());
    return status != null && status.state() == state;
  }

  /**
   * Whether web seeds are the next to be tried: before each round of replicas, where there are any.
   */
  boolean turnsToWebSeeds(Instant now) {
    boolean turns = !webSeeds && assignment.filter(a -> !a.sources().isEmpty()).isPresent();
    if (turns) {
      webSeeds = true;
      lastProgress = now;
    }
    return turns;
  }

  void fetching() {
    phase = Phase.FETCHING;
    hereBeforeRound = here.size();
  }

  /**
   * Whether swarms are worth another try after replicas did not have everything: not for ever where
   * neither brings anything.
   */
  boolean mayGoOn() {
    boolean bringsMissing =
        downloading.values().stream().flatMap(Set::stream).anyMatch(wanted::containsKey);
    return bringsMissing && !missed && rounds < MOST_ROUNDS;
  }

  /** Goes back to the swarms. */
  void goOn(long replicaBytes, Instant now) {
    fetchedBytes += replicaBytes;
    rounds = here.size() > hereBeforeRound ? 0 : rounds + 1;
    webSeeds = false;
    phase = Phase.SWARMING;
    lastProgress = now;
  }

  /** The desk has no use for this peer: nothing is reported to it any more. */
  void miss() {
    missed = true;
  }

  boolean missed() {
    return missed;
  }

  void completed(int failedContents, long replicaBytes, Instant now) {
    failed = failedContents;
    fetchedBytes += replicaBytes;
    arrived = failed == 0 ? Optional.of(now) : Optional.empty();
    phase = Phase.REPORTING;
  }

  void done() {
    phase = Phase.DONE;
  }

  /** What its desk was told. */
  DeskReports reports() {
    return reports;
  }

  long wantedBytes() {
    return wanted.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether its swarms are left for a while. */
  boolean isPaused() {
    return paused;
  }

  /** Whether nothing is to be done for it because it is paused. */
  boolean isHeldUp() {
    return paused && (phase == Phase.SWARMING || phase == Phase.FETCHING);
  }

  /** Keeps what is known of its swarms, which the engine is about to leave. */
  void pause() {
    doneBeforePause = doneBytes();
    swarms.forEach(this::renews);
    paused = true;
  }

  void resume(Instant now) {
    paused = false;
    lastProgress = now;
  }

  /** What is here of its swarms, whether they go on or not. */
  long hereBytes() {
    return phase == Phase.DONE ? wantedBytes() : paused ? doneBeforePause : doneBytes();
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
    SwarmStatus status = observed.get(swarm.infoHash());
    if (status == null || status.wantedBytes() == 0) {
      return 0;
    }
    double part = (double) status.doneBytes() / status.wantedBytes();
    long padding = swarm.torrent().paddingInBlocks(asked.getOrDefault(swarm, Set.of()));
    long counted = status.downloadedBytes() - Math.round(padding * part);
    boolean countsAll = !resumed && !renewed.contains(swarm.infoHash());
    return Math.max(counted, countsAll ? status.doneBytes() : 0);
  }

  CrowdReport report() {
    boolean done = phase == Phase.REPORTING || phase == Phase.DONE;
    long received = swarms.stream().mapToLong(this::received).sum();
    long uploaded = observed.values().stream().mapToLong(SwarmStatus::uploadedBytes).sum();
    return new CrowdReport(
        wishes.peer(),
        wantedBytes(),
        receivedBefore + received + fetchedBytes,
        uploadedBefore + uploaded,
        done ? wanted.size() - failed : here.size(),
        failed,
        done,
        arrived.map(now -> new Arrival(release(), composition.created(), now).time().toMillis()),
        flow());
  }

  private CrowdReport.Flow flow() {
    return new CrowdReport.Flow(
        observed.values().stream().mapToLong(SwarmStatus::downloadRate).sum(),
        observed.values().stream().mapToLong(SwarmStatus::uploadRate).sum(),
        fetchedBytes,
        observed.values().stream().mapToLong(SwarmStatus::wrongBytes).sum());
  }
}
