package org.edos.role.publish;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.Tracker;
import org.edos.role.OwnerThread;

/**
 * The publisher's side of flash crowds: opens a window, collects wish lists, plans clusters, makes
 * a torrent of each and seeds it, and follows the peers' reports until all are done. All state
 * belongs to one thread, {@code edos-crowds}; the public methods hand their work to it and are safe
 * for use by many threads. Every step is written down before it is acknowledged, and taken up again
 * after a restart.
 */
public final class FlashCrowds implements AutoCloseable {
  /** Fetches contents into the store, and says of those that failed why. */
  public interface Fetching {
    /** Returns when each is here or has failed. */
    Map<Sha256, String> fetch(Map<Sha256, Long> contents);
  }

  /**
   * The mechanisms that flash crowds stand on, all owned by the caller.
   *
   * @param fetching brings what the store lacks of a release whose bytes are at its origin
   */
  public record Parts(
      ContentStore store,
      DocumentStore documents,
      IndexReader index,
      TorrentEngine engine,
      Tracker tracker,
      URI address,
      Clock clock,
      Fetching fetching) {}

  private static final Duration TICK = Duration.ofMillis(200);

  private final Parts parts;
  private final PublishConfig config;
  private final Map<String, ClusterStrategy> strategies;
  private final Consumer<PublishEvent> events;
  private final Map<ReleaseId, FlashCrowd> crowds = new HashMap<>();
  private final CrowdRecords records;
  private final CrowdSeeding seeding;
  private static final int MOST_MEMBERS = 100_000;

  private final OwnerThread owner = new OwnerThread("edos-crowds");

  /** Takes up the flash crowds that an earlier process left. */
  public FlashCrowds(
      Parts parts,
      PublishConfig config,
      List<ClusterStrategy> strategies,
      Consumer<PublishEvent> events) {
    this.parts = parts;
    this.config = config;
    this.strategies =
        strategies.stream().collect(Collectors.toMap(ClusterStrategy::name, Function.identity()));
    this.events = events;
    this.records = new CrowdRecords(parts.documents());
    this.seeding = new CrowdSeeding(parts);
    owner.execute(this::resume);
    owner.every(TICK, this::tick);
  }

  /**
   * Opens a flash crowd.
   *
   * @return its address, for the announcement
   * @throws EdosException not found if there is no such release; usage if a flash crowd runs for
   *     it, or the strategy is unknown
   */
  public URI open(ReleaseId release, Optional<Duration> window, String strategy) {
    return owner.call(() -> {
      if (!strategies.containsKey(strategy)) {
        throw EdosException.usage(
            "unknown strategy '"
                + strategy
                + "'; there are: "
                + String.join(", ", new TreeSet<>(strategies.keySet())));
      }
      FlashCrowd running = crowds.get(release);
      if (running != null && running.phase != Phase.CLOSED) {
        throw EdosException.usage(
            "a flash crowd for " + release + " is running; see: edos flashcrowd status " + release);
      }
      Duration length = window.orElse(config.window());
      if (!length.isPositive()) {
        throw EdosException.usage("the window of a flash crowd must be longer than nothing");
      }
      SignedComposition signed = composition(release);
      Instant now = parts.clock().instant();
      FlashCrowd crowd =
          new FlashCrowd(
              release,
              CompositionXml.read(signed.xml()),
              signed.digest(),
              strategy,
              now,
              now.plus(length));
      records.forget(release);
      records.save(crowd);
      crowds.put(release, crowd);
      events.accept(new PublishEvent.CrowdOpened(release, length.toMillis()));
      return address(release);
    });
  }

  /**
   * Takes a wish list in.
   *
   * @throws EdosException not found if there is no such flash crowd; refused if its window has
   *     closed, or the wish list counts in another composition
   */
  public void submit(WishList wishes) {
    owner.call(() -> {
      FlashCrowd crowd = crowd(wishes.release());
      if (crowd.phase != Phase.OPEN || crowd.fetch != null) {
        throw EdosException.refused(
            "the window for wish lists of " + wishes.release() + " has closed");
      }
      boolean fits = wishes.wanted().length() <= crowd.composition.contents().size();
      if (!fits || !wishes.composition().equals(crowd.digest)) {
        throw EdosException.refused(
            "the wish list counts in another composition of " + wishes.release());
      }
      if (crowd.wishes.size() >= MOST_MEMBERS && !crowd.wishes.containsKey(wishes.peer())) {
        throw EdosException.exhausted(
            "the flash crowd for " + wishes.release() + " has its most members, " + MOST_MEMBERS);
      }
      records.save(wishes);
      crowd.wishes.put(wishes.peer(), wishes);
      events.accept(
          new PublishEvent.WishReceived(
              crowd.release,
              wishes.peer().value(),
              wishes.wanted().cardinality(),
              crowd.wishes.size()));
      return null;
    });
  }

  /**
   * A peer's part of the plan, once the window has closed and the clusters are computed.
   *
   * @throws EdosException (not found) if there is no such flash crowd, or it is over, or the peer
   *     handed in no wish list
   */
  public Optional<Assignment> assignment(ReleaseId release, PeerId peer) {
    return owner.call(() -> {
      FlashCrowd crowd = crowd(release);
      if (crowd.phase == Phase.CLOSED) {
        throw over(release);
      }
      if (!crowd.wishes.containsKey(peer)) {
        throw EdosException.notFound("peer " + peer + " handed in no wish list for " + release);
      }
      return crowd.phase == Phase.OPEN ? Optional.empty() : Optional.of(crowd.assignment(peer));
    });
  }

  /** The whole plan, once there is one. */
  public Optional<ClusterPlan> plan(ReleaseId release) {
    return owner.call(() -> Optional.ofNullable(crowd(release).plan));
  }

  /** The metainfo of a cluster's torrent. */
  public byte[] torrent(ReleaseId release, int cluster) {
    return owner.call(() -> {
      List<Torrent> torrents = crowd(release).torrents;
      if (cluster < 0 || cluster >= torrents.size()) {
        throw EdosException.notFound(
            "the flash crowd for " + release + " has no cluster " + cluster);
      }
      return torrents.get(cluster).metainfo();
    });
  }

  /**
   * Notes how far a peer has come.
   *
   * @throws EdosException not found if there is no such flash crowd, or it is over and the peer not
   *     done; refused if the peer handed in no wish list
   */
  public void report(ReleaseId release, CrowdReport report) {
    owner.call(() -> {
      FlashCrowd crowd = crowd(release);
      if (!crowd.wishes.containsKey(report.peer())) {
        throw EdosException.refused(
            "peer " + report.peer() + " handed in no wish list for " + release);
      }
      if (crowd.phase == Phase.CLOSED && !report.done()) {
        throw over(release);
      }
      if (report.done()) {
        records.save(release, report);
      }
      crowd.reports.put(report.peer(), report);
      int done = (int) crowd.reports.values().stream().filter(CrowdReport::done).count();
      events.accept(
          new PublishEvent.Reported(
              release,
              report.peer().value(),
              report.receivedBytes(),
              report.wantedBytes(),
              done,
              crowd.wishes.size()));
      if (crowd.finished == null && crowd.plan != null && crowd.allDone()) {
        crowd.finished = parts.clock().instant();
        records.save(crowd);
      }
      return null;
    });
  }

  /** How a flash crowd is doing. */
  public CrowdStatus status(ReleaseId release) {
    return owner.call(() -> status(crowd(release)));
  }

  /** How every known flash crowd is doing, the newest first. */
  public List<CrowdStatus> list() {
    return owner.call(() ->
        crowds.values().stream()
            .sorted((a, b) -> b.opened.compareTo(a.opened))
            .map(this::status)
            .toList());
  }

  /**
   * Ends a flash crowd now: its torrents are seeded no longer. One that is over already stays as it
   * is.
   */
  public void close(ReleaseId release) {
    owner.call(() -> {
      FlashCrowd crowd = crowd(release);
      if (crowd.phase != Phase.CLOSED) {
        end(crowd);
      }
      return null;
    });
  }

  /**
   * Ends a release's flash crowd, where there is one: to be called when the release is withdrawn.
   */
  public void withdraw(ReleaseId release) {
    owner.call(() -> {
      FlashCrowd crowd = crowds.remove(release);
      if (crowd != null && crowd.phase != Phase.CLOSED) {
        end(crowd);
      }
      records.forget(release);
      return null;
    });
  }

  /** Stops the thread; the flash crowds are taken up by the next process. */
  @Override
  public void close() {
    owner.close();
  }

  private void tick() {
    Instant now = parts.clock().instant();
    for (FlashCrowd crowd : List.copyOf(crowds.values())) {
      try {
        step(crowd, now);
      } catch (RuntimeException e) {
        // Its peers hear that it is over, and fetch from replicas.
        end(crowd);
        events.accept(new PublishEvent.CrowdFailed(crowd.release, String.valueOf(e.getMessage())));
      }
    }
  }

  private void step(FlashCrowd crowd, Instant now) {
    if (crowd.phase == Phase.OPEN && !now.isBefore(crowd.closes)) {
      if (isComplete(crowd)) {
        swarm(crowd, now);
      }
    } else if (crowd.phase == Phase.SWARMING
        && crowd.finished != null
        && !now.isBefore(crowd.finished.plus(config.linger()))) {
      end(crowd);
    }
  }

  /**
   * Whether the store has everything that is wished. What it lacks of a release whose bytes are at
   * its origin is fetched first, on a thread of its own.
   *
   * @throws EdosException (external) if the origin does not give it
   */
  private boolean isComplete(FlashCrowd crowd) {
    if (crowd.composition.origin().isEmpty()) {
      return true;
    }
    CompletableFuture<Map<Sha256, String>> fetch = crowd.fetch;
    if (fetch == null) {
      Map<Sha256, Long> missing = seeding.missing(crowd);
      long bytes = missing.values().stream().mapToLong(Long::longValue).sum();
      events.accept(new PublishEvent.CrowdFetching(crowd.release, missing.size(), bytes));
      CompletableFuture<Map<Sha256, String>> started = new CompletableFuture<>();
      crowd.fetch = started;
      Thread.ofVirtual()
          .name("edos-crowd-fetch")
          .start(() -> {
            try {
              started.complete(parts.fetching().fetch(missing));
            } catch (RuntimeException e) {
              started.completeExceptionally(e);
            }
          });
      return false;
    }
    if (!fetch.isDone()) {
      return false;
    }
    Map<Sha256, String> failed = fetch.join();
    if (!failed.isEmpty()) {
      throw EdosException.external(
          "%d of the wished contents are not to be had from the origin, such as %s; its peers fetch from replicas"
              .formatted(failed.size(), failed.entrySet().iterator().next()));
    }
    return true;
  }

  private void swarm(FlashCrowd crowd, Instant now) {
    ClusterStrategy strategy = strategies.getOrDefault(crowd.strategy, new StrictClusters());
    ClusterPlan plan = strategy.plan(crowd.composition, crowd.digest, crowd.wishes.values());
    List<Torrent> torrents =
        plan.clusters().stream()
            .map(cluster -> seeding.torrent(crowd.composition, cluster))
            .toList();
    records.save(plan, torrents);
    crowd.torrents = torrents;
    torrents.forEach(seeding::begin);
    crowd.plan = plan;
    crowd.planned = now;
    crowd.phase = Phase.SWARMING;
    if (crowd.wishes.isEmpty()) {
      crowd.finished = now;
    }
    records.save(crowd);
    events.accept(
        new PublishEvent.ClustersPlanned(
            crowd.release, plan.strategy(), plan.clusters().size(), crowd.wishes.size()));
  }

  private void end(FlashCrowd crowd) {
    crowd.uploadedBytes = seeding.uploadedBytes(crowd);
    crowd.torrents.forEach(seeding::end);
    crowd.phase = Phase.CLOSED;
    records.save(crowd);
    events.accept(new PublishEvent.CrowdClosed(crowd.release));
  }

  private CrowdStatus status(FlashCrowd crowd) {
    return new CrowdStatus(
        crowd.release,
        crowd.phase,
        crowd.opened,
        crowd.closes,
        Optional.ofNullable(crowd.planned),
        Optional.ofNullable(crowd.finished),
        crowd.strategy,
        crowd.torrents.size(),
        crowd.wishes.size(),
        crowd.wantedBytes(),
        crowd.distinctBytes(),
        crowd.unwantedBytes(),
        seeding.uploadedBytes(crowd),
        List.copyOf(crowd.reports.values()));
  }

  private void resume() {
    for (ReleaseId release : records.releases()) {
      try {
        resume(release);
      } catch (RuntimeException e) {
        System.getLogger(FlashCrowds.class.getName())
            .log(System.Logger.Level.ERROR, "cannot take up the flash crowd for " + release, e);
      }
    }
  }

  /** A flash crowd for a composition that is no longer the release's is forgotten. */
  private void resume(ReleaseId release) {
    Optional<FlashCrowd> found =
        parts.index().composition(release).flatMap(signed -> records.load(release, signed));
    if (found.isEmpty()) {
      records.forget(release);
      return;
    }
    FlashCrowd crowd = found.get();
    crowds.put(release, crowd);
    if (crowd.phase == Phase.SWARMING) {
      crowd.torrents.forEach(seeding::begin);
    }
  }

  private URI address(ReleaseId release) {
    return parts
        .address()
        .resolve("/api/v1/flashcrowds/" + release.name() + "/" + release.version());
  }

  private SignedComposition composition(ReleaseId release) {
    return parts
        .index()
        .composition(release)
        .orElseThrow(() ->
            EdosException.notFound("no release " + release + " is published; see: edos releases"));
  }

  private FlashCrowd crowd(ReleaseId release) {
    return Optional.ofNullable(crowds.get(release))
        .orElseThrow(() ->
            EdosException.notFound(
                "no flash crowd for " + release + "; open one: edos flashcrowd open " + release));
  }

  private static EdosException over(ReleaseId release) {
    return EdosException.notFound("the flash crowd for " + release + " is over");
  }
}
