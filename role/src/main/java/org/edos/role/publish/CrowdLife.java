package org.edos.role.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;

/**
 * What happens to flash crowds as time goes by: the window closes, the plan is made and seeded,
 * chosen peers are fed before the others, late wish lists are planned as well, and at last it ends.
 * Lives on the thread of {@link FlashCrowds} alone.
 */
final class CrowdLife {
  /** Wish lists that come late within so long are planned together. */
  private static final Duration LATE_WINDOW = Duration.ofSeconds(2);

  private final FlashCrowds.Parts parts;
  private final PublishConfig config;
  private final Function<String, ClusterStrategy> strategies;
  private final Consumer<PublishEvent> events;
  private final Map<ReleaseId, FlashCrowd> crowds;
  private final CrowdRecords records;
  private final CrowdSeeding seeding;
  private final CrowdPlanning planning;
  private final Executor owner;

  CrowdLife(
      FlashCrowds.Parts parts,
      PublishConfig config,
      Function<String, ClusterStrategy> strategies,
      Consumer<PublishEvent> events,
      Map<ReleaseId, FlashCrowd> crowds,
      CrowdRecords records,
      CrowdSeeding seeding,
      CrowdPlanning planning,
      Executor owner) {
    this.parts = parts;
    this.config = config;
    this.strategies = strategies;
    this.events = events;
    this.crowds = crowds;
    this.records = records;
    this.seeding = seeding;
    this.planning = planning;
    this.owner = owner;
  }

  /** Takes every flash crowd as far as it can go now. */
  void tick() {
    Instant now = parts.clock().instant();
    for (FlashCrowd crowd : List.copyOf(crowds.values())) {
      try {
        step(crowd, now);
      } catch (RuntimeException e) {
        fail(crowd, e);
      }
    }
  }

  private void step(FlashCrowd crowd, Instant now) {
    switch (crowd.phase) {
      case OPEN -> {
        if (!now.isBefore(crowd.closes)) {
          crowd.phase = Phase.PLANNING;
          plan(crowd, List.copyOf(crowd.wishes.values()));
        }
      }
      case PLANNING, CLOSED -> {
        // The planner tells when it has ended; nothing follows the end.
      }
      case FEEDING -> {
        planLate(crowd, now);
        feed(crowd, now);
      }
      case SWARMING -> {
        planLate(crowd, now);
        Optional.ofNullable(crowd.finished)
            .filter(finished -> !now.isBefore(finished.plus(config.linger())))
            .ifPresent(finished -> end(crowd));
      }
    }
  }

  private void planLate(FlashCrowd crowd, Instant now) {
    boolean due =
        crowd.lateSince.map(since -> !now.isBefore(since.plus(LATE_WINDOW))).orElse(false);
    if (due && crowd.planning.isEmpty()) {
      List<WishList> wishes = new ArrayList<>();
      crowd.late.forEach(
          peer -> Optional.ofNullable(crowd.wishes.get(peer)).ifPresent(wishes::add));
      plan(crowd, wishes);
    }
  }

  /** Feeders are served alone until all of them are done, or have had their time. */
  private void feed(FlashCrowd crowd, Instant now) {
    boolean over =
        Optional.ofNullable(crowd.planned)
            .map(planned -> !now.isBefore(planned.plus(config.feeding())))
            .orElse(true);
    if (over || crowd.done.keySet().containsAll(crowd.fed())) {
      crowd.phase = Phase.SWARMING;
      crowd
          .parts
          .keySet()
          .forEach(peer -> {
            if (!crowd.feeders.contains(peer)) {
              crowd.placed.put(peer, now);
            }
          });
      records.save(crowd);
      events.accept(
          new PublishEvent.CrowdFed(
              crowd.release,
              (int) crowd.fed().stream().filter(crowd.done::containsKey).count(),
              crowd.fed().size()));
    }
  }

  /** Plans these wishes, beside this thread; what came of it is handed back to it. */
  private void plan(FlashCrowd crowd, List<WishList> wishes) {
    Set<PeerId> now = new HashSet<>();
    wishes.forEach(wish -> now.add(wish.peer()));
    CrowdTorrents.Progress progress = new CrowdTorrents.Progress();
    crowd.planning = Optional.of(progress);
    crowd.lateSince = Optional.empty();
    planning.start(
        fetching(crowd, now),
        new CrowdPlanning.Task(
            crowd.composition,
            crowd.positions,
            crowd.digest,
            strategies.apply(crowd.strategy),
            Optional.ofNullable(crowd.plan),
            crowd.torrents,
            Set.copyOf(crowd.feeders),
            wishes,
            crowd.wishes.values().stream().filter(wish -> !now.contains(wish.peer())).toList()),
        progress,
        planned -> owner.execute(() -> guarded(crowd, () -> planned(crowd, wishes, planned))),
        failure -> owner.execute(() -> planningFailed(crowd, wishes, failure)));
  }

  private void guarded(FlashCrowd crowd, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(crowd, e);
    }
  }

  /**
   * What the store lacks of a release whose bytes are at its origin is fetched first.
   *
   * @throws EdosException (external) when run, if the origin does not give it
   */
  private Optional<Runnable> fetching(FlashCrowd crowd, Set<PeerId> peers) {
    if (crowd.composition.origin().isEmpty()) {
      return Optional.empty();
    }
    Map<Sha256, Long> missing = crowd.wished(peers);
    missing.keySet().removeIf(parts.store()::contains);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    long bytes = missing.values().stream().mapToLong(Long::longValue).sum();
    events.accept(new PublishEvent.CrowdFetching(crowd.release, missing.size(), bytes));
    return Optional.of(() -> {
      Map<Sha256, String> failed = parts.fetching().fetch(missing);
      if (!failed.isEmpty()) {
        throw EdosException.external(
            "%d of the wished contents are not to be had from the origin, such as %s; its peers fetch from replicas"
                .formatted(failed.size(), failed.entrySet().iterator().next()));
      }
    });
  }

  private void planned(FlashCrowd crowd, List<WishList> wishes, CrowdPlanning.Planned planned) {
    if (crowds.get(crowd.release) != crowd || crowd.phase == Phase.CLOSED) {
      int before = crowd.torrents.size();
      unseed(planned.torrents().subList(before, planned.torrents().size()));
      if (!crowds.containsKey(crowd.release)) {
        records.forget(crowd.release);
      }
      return;
    }
    Instant now = parts.clock().instant();
    boolean first = crowd.plan == null;
    int fresh = planned.torrents().size() - crowd.torrents.size();
    crowd.plan = planned.plan();
    crowd.torrents = planned.torrents();
    crowd.unwantedBytes = planned.unwantedBytes();
    crowd.sources = planned.sources();
    crowd.planning = Optional.empty();
    crowd.parts.putAll(planned.parts());
    for (WishList wish : wishes) {
      if (wish.equals(crowd.wishes.get(wish.peer()))) {
        crowd.late.remove(wish.peer());
      }
      if (!first) {
        crowd.placed.put(wish.peer(), now);
      }
    }
    if (first) {
      crowd.planned = now;
      crowd.phase = crowd.fed().isEmpty() ? Phase.SWARMING : Phase.FEEDING;
    }
    if (crowd.wishes.isEmpty()) {
      crowd.finished = now;
    }
    records.save(crowd);
    events.accept(
        first
            ? new PublishEvent.ClustersPlanned(
                crowd.release, planned.plan().strategy(), fresh, wishes.size())
            : new PublishEvent.LatePlanned(crowd.release, wishes.size(), fresh));
  }

  /** Peers that came too late for a plan are sent elsewhere; without a first plan all are. */
  private void planningFailed(FlashCrowd crowd, List<WishList> wishes, RuntimeException failure) {
    crowd.planning = Optional.empty();
    if (crowds.get(crowd.release) != crowd || crowd.phase == Phase.CLOSED) {
      return;
    }
    if (crowd.plan == null) {
      fail(crowd, failure);
      return;
    }
    String reason = String.valueOf(failure.getMessage());
    for (WishList wish : wishes) {
      crowd.late.remove(wish.peer());
      crowd.hopeless.put(wish.peer(), reason);
    }
    events.accept(new PublishEvent.LateFailed(crowd.release, wishes.size(), reason));
  }

  /** Ends a flash crowd that cannot be served: its peers hear of it, and fetch from replicas. */
  private void fail(FlashCrowd crowd, RuntimeException e) {
    end(crowd);
    events.accept(new PublishEvent.CrowdFailed(crowd.release, String.valueOf(e.getMessage())));
  }

  void end(FlashCrowd crowd) {
    crowd.uploadedBytes = seeding.uploadedBytes(crowd);
    crowd.phase = Phase.CLOSED;
    unseed(crowd.torrents);
    records.save(crowd);
    events.accept(new PublishEvent.CrowdClosed(crowd.release));
  }

  /** Seeds no longer what no other flash crowd needs: equal clusters are one swarm. */
  private void unseed(List<Torrent> torrents) {
    Set<Torrent> needed = new HashSet<>();
    for (FlashCrowd crowd : crowds.values()) {
      if (crowd.phase != Phase.CLOSED) {
        needed.addAll(crowd.torrents);
      }
    }
    torrents.stream().filter(torrent -> !needed.contains(torrent)).forEach(seeding::end);
  }

  /** Takes up the flash crowds that an earlier process left. */
  void resume(Function<ReleaseId, Optional<FlashCrowd>> load) {
    for (ReleaseId release : records.releases()) {
      try {
        load.apply(release).ifPresentOrElse(crowd -> resume(crowd), () -> records.forget(release));
      } catch (RuntimeException e) {
        System.getLogger(FlashCrowds.class.getName())
            .log(System.Logger.Level.ERROR, "cannot take up the flash crowd for " + release, e);
      }
    }
  }

  private void resume(FlashCrowd crowd) {
    crowds.put(crowd.release, crowd);
    ClusterPlan plan = crowd.plan;
    if (crowd.phase == Phase.CLOSED || plan == null) {
      return;
    }
    crowd.torrents.forEach(seeding::begin);
    crowd.sources = List.of(parts.address());
    crowd.parts.putAll(CrowdPlanning.parts(plan));
    for (WishList wish : crowd.wishes.values()) {
      if (crowd.covers(wish)) {
        crowd.parts.putIfAbsent(wish.peer(), List.of());
      } else {
        crowd.late(wish.peer(), parts.clock().instant());
      }
    }
  }
}
