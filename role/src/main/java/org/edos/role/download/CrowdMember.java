package org.edos.role.download;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.role.OwnerThread;

/**
 * A peer's side of flash crowds: hands in the wish list, waits for its part of the plan, joins the
 * swarms that cover its wishes, verifies every content by its SHA-256 as soon as it is whole, and
 * reports. From the moment that the part of the plan is here, the publisher may go away: it is
 * written down with its torrents, and taken up again by the next process. Only swarms that bring
 * nothing for long are helped: first by web seeds, then by replicas, content by content, while they
 * go on.
 *
 * <p>All state belongs to one thread, {@code edos-crowd-member}; {@link #join} is safe for use by
 * many threads. Calls of the desk, and fetching from replicas, go on beside the thread.
 */
public final class CrowdMember implements AutoCloseable {
  /** The mechanisms that a member stands on, all owned by the caller. */
  public record Parts(
      ContentStore store,
      DocumentStore documents,
      CrowdDesk desk,
      TorrentEngine engine,
      Downloading downloading,
      PeerId self,
      Clock clock) {}

  /** A desk is asked at every so manyth tick only where there is nothing new to tell it. */
  private static final int QUIET_TICKS = 20;

  private final Parts parts;
  private final DownloadConfig config;
  private final Consumer<DownloadEvent> events;
  private final Map<ReleaseId, JoinedCrowd> joined = new HashMap<>();
  private final OwnerThread owner = new OwnerThread("edos-crowd-member");
  private final JoinedRecords records;
  private final DeskCalls calls;
  private final CrowdSwarms swarms;
  private final Arrivals arrivals;
  private long ticks;

  /**
   * Takes up the flash crowds that an earlier process had joined.
   *
   * @param compositions gives a release's accepted composition, from this peer's own documents
   */
  public CrowdMember(
      Parts parts,
      DownloadConfig config,
      Function<ReleaseId, Optional<SignedComposition>> compositions,
      Consumer<DownloadEvent> events) {
    this.parts = parts;
    this.config = config;
    this.events = events;
    this.records = new JoinedRecords(parts.documents());
    this.calls =
        new DeskCalls(
            owner,
            parts.desk(),
            parts.self(),
            config,
            (crowd, why) -> guarded(crowd, () -> deskFailed(crowd, why)));
    this.swarms = new CrowdSwarms(parts, events);
    this.arrivals = new Arrivals(parts.documents());
    // Listed before anybody can join: what is joined from now on is not taken up as well.
    List<ReleaseId> earlier = records.releases();
    owner.execute(() -> earlier.forEach(release -> resume(release, compositions)));
    owner.every(config.pollEvery(), this::tick);
  }

  /**
   * Joins a flash crowd with a wish list. Returns once that is written down; progress is told in
   * events.
   *
   * @param crowd the desk's address, from the announcement
   */
  public void join(URI crowd, Composition composition, WishList wishes) {
    records.save(crowd, wishes);
    owner.execute(() -> {
      // Once more: the end of an earlier crowd of this release may have taken the record with it.
      records.save(crowd, wishes);
      Optional.ofNullable(joined.remove(wishes.release())).ifPresent(this::leaveSwarms);
      parts.downloading().hold(wishes.release(), false);
      joined.put(wishes.release(), new JoinedCrowd(crowd, composition, wishes, false, now()));
    });
    owner.execute(this::tick);
  }

  /** Whether a flash crowd for this release is joined and not done yet. */
  public boolean isJoined(ReleaseId release) {
    return records.crowd(release).isPresent();
  }

  /** The flash crowds that this peer has joined and not left, those that are done as well. */
  public List<JoinedStatus> joined() {
    return owner.call(() -> joined.values().stream().map(JoinedStatuses::of).toList());
  }

  /**
   * Leaves a flash crowd's swarms until {@link #resume}, or the end of the process: nothing is
   * fetched or shared for it, and what has come stays.
   *
   * @throws EdosException (not found) if it is not joined
   */
  public void pause(ReleaseId release) {
    owner.call(() -> {
      JoinedCrowd crowd = found(release);
      if (!crowd.isPaused()) {
        parts.downloading().hold(release, true);
        swarms.pause(crowd, others(crowd));
      }
      return release;
    });
  }

  /**
   * Goes on with a flash crowd.
   *
   * @throws EdosException (not found) if it is not joined
   */
  public void resume(ReleaseId release) {
    owner.call(() -> {
      JoinedCrowd crowd = found(release);
      if (crowd.isPaused()) {
        crowd.resume(now());
        crowd.swarms().forEach(swarm -> swarms.begin(crowd, swarm));
        parts.downloading().hold(release, false);
      }
      return release;
    });
  }

  private JoinedCrowd found(ReleaseId release) {
    return Optional.ofNullable(joined.get(release))
        .orElseThrow(
            () -> EdosException.notFound("this peer has not joined a flash crowd of " + release));
  }

  private void resume(
      ReleaseId release, Function<ReleaseId, Optional<SignedComposition>> compositions) {
    try {
      records
          .load(release, compositions.apply(release), now())
          .ifPresentOrElse(crowd -> joined.put(release, crowd), () -> records.forget(release));
    } catch (EdosException | IllegalArgumentException e) {
      System.getLogger(CrowdMember.class.getName())
          .log(System.Logger.Level.WARNING, "cannot take up the flash crowd of " + release, e);
    }
  }

  private Instant now() {
    return parts.clock().instant();
  }

  private void tick() {
    ticks++;
    List.copyOf(joined.values()).forEach(crowd -> guarded(crowd, () -> step(crowd)));
  }

  /** Does something for a crowd, unless it was left or joined anew meanwhile. */
  private void guarded(JoinedCrowd crowd, Runnable work) {
    if (joined.get(crowd.release()) != crowd) {
      return;
    }
    try {
      work.run();
    } catch (EdosException e) {
      failed(crowd, e);
    } catch (RuntimeException e) {
      System.getLogger(CrowdMember.class.getName())
          .log(System.Logger.Level.ERROR, "flash crowd", e);
    }
  }

  private void step(JoinedCrowd crowd) {
    if (crowd.isHeldUp()) {
      return;
    }
    switch (crowd.phase()) {
      case SUBMITTING -> submit(crowd);
      case WAITING -> await(crowd);
      case SWARMING -> follow(crowd);
      case FETCHING -> takeIn(crowd);
      case REPORTING -> report(crowd, () -> finish(crowd));
      case DONE -> linger(crowd);
    }
  }

  private void submit(JoinedCrowd crowd) {
    calls.submit(
        crowd,
        earlier ->
            guarded(
                crowd,
                () -> {
                  if (earlier.isPresent()) {
                    assigned(crowd, earlier.get());
                    return;
                  }
                  crowd.submitted(now());
                  events.accept(
                      new DownloadEvent.WishSubmitted(
                          crowd.release(),
                          crowd.wishes().wanted().cardinality(),
                          crowd.wantedBytes()));
                }));
  }

  /** Waits as long as the desk says that there is no plan yet; then for the torrents. */
  private void await(JoinedCrowd crowd) {
    List<Integer> missing = crowd.missingTorrents();
    if (crowd.assignment().isEmpty()) {
      calls.assignment(
          crowd,
          answer ->
              guarded(
                  crowd,
                  () -> {
                    crowd.heard(now());
                    answer.ifPresent(assignment -> assigned(crowd, assignment));
                  }));
    } else if (crowd.isPaused()) {
      crowd.heard(now());
    } else if (missing.isEmpty()) {
      enter(crowd);
    } else {
      calls.torrents(
          crowd,
          missing,
          (cluster, metainfo) -> guarded(crowd, () -> torrentCame(crowd, cluster, metainfo)),
          () -> guarded(crowd, () -> await(crowd)));
    }
  }

  private void assigned(JoinedCrowd crowd, Assignment assignment) {
    crowd.assigned(assignment, now());
    records.save(assignment);
    step(crowd);
  }

  private void torrentCame(JoinedCrowd crowd, int cluster, byte[] metainfo) {
    crowd.torrent(cluster, metainfo, now());
    records.save(crowd.release(), cluster, metainfo);
  }

  private void enter(JoinedCrowd crowd) {
    List<JoinedCrowd.Swarm> entered = crowd.enter(now());
    entered.forEach(swarm -> swarms.begin(crowd, swarm));
    events.accept(
        new DownloadEvent.SwarmsJoined(crowd.release(), entered.size(), crowd.wantedBytes()));
  }

  private void takeIn(JoinedCrowd crowd) {
    crowd.observe(parts.engine().status(), now());
    swarms.takeIn(crowd, others(crowd));
  }

  private List<JoinedCrowd> others(JoinedCrowd crowd) {
    return joined.values().stream().filter(other -> other != crowd).toList();
  }

  private void follow(JoinedCrowd crowd) {
    takeIn(crowd);
    boolean stalled = crowd.isStalled(now(), config.patience());
    if (stalled && crowd.turnsToWebSeeds(now())) {
      swarms.webSeeds(crowd);
    } else if (crowd.allSettled() || crowd.allFailed() || stalled) {
      fetchRest(crowd);
    } else {
      events.accept(
          new DownloadEvent.Swarming(
              crowd.release(), crowd.doneBytes(), crowd.wantedBytes(), crowd.peers()));
      boolean quiet = ticks % QUIET_TICKS == 0 && crowd.reports().mayReport(now());
      if (quiet || crowd.reports().isDue(crowd.report(), now())) {
        report(crowd, () -> {});
      }
    }
  }

  /** Asks replicas for what the swarms have not brought; {@link #fetched} goes on from there. */
  private void fetchRest(JoinedCrowd crowd) {
    crowd.fetching();
    Map<Sha256, Long> wanted = crowd.wanted();
    Thread.ofVirtual()
        .name("edos-crowd-rest")
        .start(() -> {
          Downloading.Outcome rest = parts.downloading().fetch(crowd.release(), wanted, events);
          owner.execute(() -> guarded(crowd, () -> fetched(crowd, rest)));
        });
  }

  private void fetched(JoinedCrowd crowd, Downloading.Outcome rest) {
    takeIn(crowd);
    swarms.asked(crowd);
    int failed =
        (int) rest.failed().keySet().stream().filter(c -> !parts.store().contains(c)).count();
    if (failed > 0 && crowd.mayGoOn()) {
      crowd.goOn(rest.receivedBytes(), now());
      return;
    }
    swarms.giveUp(crowd, others(crowd));
    crowd.completed(failed, rest.receivedBytes(), now());
    if (failed == 0) {
      arrivals.note(crowd.composition(), crowd.wishes().composition(), now());
    }
    events.accept(
        new DownloadEvent.CrowdDone(
            crowd.release(),
            crowd.wanted().size() - failed,
            failed,
            crowd.report().receivedBytes()));
    if (crowd.missed()) {
      finish(crowd);
      leave(crowd);
    } else {
      step(crowd);
    }
  }

  private void finish(JoinedCrowd crowd) {
    records.forget(crowd.release());
    crowd.done();
  }

  private void report(JoinedCrowd crowd, Runnable then) {
    CrowdReport report = crowd.report();
    calls.report(
        crowd,
        report,
        receipt ->
            guarded(
                crowd,
                () -> {
                  crowd.reports().told(report, receipt, now());
                  then.run();
                }));
  }

  /**
   * Goes on sharing until the desk no longer knows the crowd, and reports when the engine's counts
   * have grown.
   */
  private void linger(JoinedCrowd crowd) {
    crowd.observe(parts.engine().status(), now());
    if (crowd.reports().isDue(crowd.report(), now())) {
      report(crowd, () -> {});
    } else if (ticks % QUIET_TICKS == 0) {
      // Not found once the publisher has closed it.
      calls.assignment(crowd, still -> {});
    }
  }

  /**
   * A wish list waits for a desk that cannot be reached as long as it would for a swarm, and then
   * its contents are fetched from replicas. Swarms are given up for none but a desk that says that
   * the crowd is over.
   */
  private void deskFailed(JoinedCrowd crowd, EdosException e) {
    boolean away = e.category() == Category.EXTERNAL;
    boolean over = e.category() == Category.NOT_FOUND;
    switch (crowd.phase()) {
      case SUBMITTING, WAITING -> {
        boolean stalled = crowd.isStalled(now(), config.patience());
        if (crowd.isPaused() && away) {
          crowd.heard(now());
        } else if (stalled && crowd.hasTorrents()) {
          enter(crowd);
        } else if (!away || stalled) {
          miss(crowd, e);
        }
      }
      case SWARMING -> {
        if (over) {
          miss(crowd, e);
        }
      }
      case FETCHING -> {
        // The fetch tells when it has ended.
      }
      case REPORTING -> {
        if (!away) {
          finish(crowd);
        }
        if (over) {
          leave(crowd);
        }
      }
      case DONE -> {
        if (over) {
          leave(crowd);
        }
      }
    }
  }

  /** A plan that does not fit, or a machine on which swarms cannot be begun. */
  private void failed(JoinedCrowd crowd, EdosException e) {
    switch (crowd.phase()) {
      case SUBMITTING, WAITING, SWARMING -> miss(crowd, e);
      case FETCHING, REPORTING, DONE ->
          System.getLogger(CrowdMember.class.getName())
              .log(System.Logger.Level.WARNING, "flash crowd of " + crowd.release(), e);
    }
  }

  private void miss(JoinedCrowd crowd, EdosException e) {
    events.accept(new DownloadEvent.CrowdMissed(crowd.release(), e.getMessage()));
    crowd.miss();
    fetchRest(crowd);
  }

  private void leave(JoinedCrowd crowd) {
    leaveSwarms(crowd);
    joined.remove(crowd.release());
    parts.downloading().hold(crowd.release(), false);
  }

  private void leaveSwarms(JoinedCrowd crowd) {
    swarms.leave(crowd, others(crowd));
  }

  /** Stops the thread; the flash crowds are taken up by the next process. */
  @Override
  public void close() {
    owner.close();
  }
}
