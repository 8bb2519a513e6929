package org.edos.role.download;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.TorrentEngine;

/**
 * A peer's side of flash crowds: hands in the wish list, waits for the plan, joins the swarms that cover its wishes,
 * verifies every content by its SHA-256, fetches from replicas what the swarms did not bring, and reports. All state
 * belongs to one thread, {@code edos-crowd-member}; {@link #join} is safe for use by many threads. A crowd joined is
 * written down first, and taken up again after a restart until it is done.
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

  private static final String PREFIX = "joined/";

  private final Parts parts;
  private final DownloadConfig config;
  private final Consumer<DownloadEvent> events;
  private final Map<ReleaseId, JoinedCrowd> joined = new HashMap<>();
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("edos-crowd-member").daemon().factory());

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
    owner.execute(() -> resume(compositions));
    long period = config.pollEvery().toMillis();
    owner.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Joins a flash crowd with a wish list. Returns once that is written down; progress is told in events.
   *
   * @param crowd the desk's address, from the announcement
   */
  public void join(URI crowd, Composition composition, WishList wishes) {
    ReleaseId release = wishes.release();
    parts.documents().put(PREFIX + release + "/wish", WishListXml.write(wishes));
    parts.documents().put(PREFIX + release + "/crowd", crowd.toString().getBytes(StandardCharsets.UTF_8));
    owner.execute(() -> begin(crowd, composition, wishes, false));
    owner.execute(this::tick);
  }

  private void begin(URI crowd, Composition composition, WishList wishes, boolean resumed) {
    JoinedCrowd before = joined.remove(wishes.release());
    if (before != null) {
      before.swarms().forEach(swarm -> parts.engine().remove(swarm.torrent().infoHash()));
    }
    joined.put(wishes.release(), new JoinedCrowd(crowd, composition, wishes, resumed, parts.clock().instant()));
  }

  private void resume(Function<ReleaseId, Optional<SignedComposition>> compositions) {
    for (String key : parts.documents().keys(PREFIX)) {
      if (key.endsWith("/crowd")) {
        ReleaseId release = ReleaseId.parse(key.substring(PREFIX.length(), key.length() - "/crowd".length()));
        URI crowd = URI.create(new String(parts.documents().get(key).orElseThrow(), StandardCharsets.UTF_8));
        Optional<WishList> wishes = parts.documents().get(PREFIX + release + "/wish").map(WishListXml::read);
        Optional<Composition> composition =
            compositions.apply(release).map(signed -> CompositionXml.read(signed.xml()));
        if (wishes.isPresent() && composition.isPresent()) {
          begin(crowd, composition.get(), wishes.get(), true);
        }
      }
    }
  }

  private void tick() {
    for (JoinedCrowd crowd : List.copyOf(joined.values())) {
      try {
        step(crowd);
      } catch (EdosException e) {
        stepFailed(crowd, e);
      } catch (RuntimeException e) {
        // A scheduled task that throws is never run again; the next tick tries once more.
        System.getLogger(CrowdMember.class.getName()).log(System.Logger.Level.ERROR, "flash crowd", e);
      }
    }
  }

  private void step(JoinedCrowd crowd) {
    switch (crowd.phase()) {
      case SUBMITTING -> submit(crowd);
      case WAITING -> parts.desk().plan(crowd.address()).ifPresent(plan -> enter(crowd, plan));
      case SWARMING -> follow(crowd);
      case DONE -> tellTheEnd(crowd);

    }
  }

  private void submit(JoinedCrowd crowd) {
    parts.desk().submit(crowd.address(), crowd.wishes());
    crowd.submitted();
    events.accept(
        new DownloadEvent.WishSubmitted(
            crowd.release(), crowd.wishes().wanted().cardinality(), crowd.wantedBytes()));
  }

  private void enter(JoinedCrowd crowd, ClusterPlan plan) {
    List<JoinedCrowd.Swarm> swarms = new ArrayList<>();
    for (var cluster : plan.of(parts.self())) {
      byte[] metainfo = parts.desk().torrent(crowd.address(), cluster.number());
      swarms.add(crowd.checked(cluster, metainfo));
    }
    for (JoinedCrowd.Swarm swarm : swarms) {
      Map<Sha256, Path> files = new HashMap<>();
      swarm
          .torrent()
          .files()
          .forEach(file -> files.put(file.content(), parts.store().stage(file.content(), file.size())));
      parts.engine().download(swarm.torrent(), files, swarm.share());
    }
    crowd.entered(swarms, parts.clock().instant());
    events.accept(
        new DownloadEvent.SwarmsJoined(crowd.release(), swarms.size(), crowd.wantedBytes()));
  }

  private void follow(JoinedCrowd crowd) {
    Instant now = parts.clock().instant();
    crowd.observe(parts.engine().status(), now);
    for (JoinedCrowd.Swarm swarm : crowd.takeFinished()) {
      settle(crowd, swarm);
    }
    boolean stalled = now.isAfter(crowd.lastProgress().plus(config.patience()));
    if (crowd.allSettled() || stalled) {
      complete(crowd);
    } else {
      parts.desk().report(crowd.address(), crowd.report(false));
      events.accept(
          new DownloadEvent.Swarming(crowd.release(), crowd.doneBytes(), crowd.wantedBytes(), crowd.peers()));
    }
  }

  /** A swarm has brought all its pieces: verifies each content and goes on sharing it out of the store. */
  private void settle(JoinedCrowd crowd, JoinedCrowd.Swarm swarm) {
    Map<Sha256, Path> moved = new HashMap<>();
    List<Sha256> verified = new ArrayList<>();
    for (var file : swarm.torrent().files()) {
      try {
        parts.store().commit(file.content()).file().ifPresent(path -> moved.put(file.content(), path));
        verified.add(file.content());
      } catch (EdosException e) {
        events.accept(new DownloadEvent.SourceFailed(file.content(), crowd.address(), e.getMessage()));
      }
    }
    if (moved.size() == swarm.torrent().files().size()) {
      parts.engine().moved(swarm.torrent().infoHash(), moved);
    } else {
      parts.engine().remove(swarm.torrent().infoHash());
    }
    crowd.settled(swarm, verified.size());
    parts.downloading().announce(verified);
  }

  /** Fetches from replicas what the swarms did not bring, and reports the end. */
  private void complete(JoinedCrowd crowd) {
    for (JoinedCrowd.Swarm swarm : crowd.unsettled()) {
      parts.engine().remove(swarm.torrent().infoHash());
      swarm.torrent().files().forEach(file -> parts.store().discard(file.content()));
    }
    Map<Sha256, Long> wanted = Wishes.contents(crowd.composition(), crowd.wishes());
    Downloading.Outcome rest = parts.downloading().fetch(wanted, events);
    crowd.completed(wanted.size() - rest.failed().size(), rest.failed().size(), rest.receivedBytes());
    events.accept(
        new DownloadEvent.CrowdDone(
            crowd.release(),
            wanted.size() - rest.failed().size(),
            rest.failed().size(),
            crowd.report(true).receivedBytes()));
    tellTheEnd(crowd);
  }

  /**
   * Reports the end until the publisher has heard of it, and again when the engine's counts have caught up; goes on
   * sharing until the desk no longer knows the crowd.
   */
  private void tellTheEnd(JoinedCrowd crowd) {
    crowd.observe(parts.engine().status(), parts.clock().instant());
    CrowdReport report = crowd.report(true);
    if (crowd.isNews(report)) {
      parts.desk().report(crowd.address(), report);
      crowd.reported(report);
      forget(crowd);
    } else {
      parts.desk().plan(crowd.address()); // not found once the publisher has closed it
    }
  }

  /** What the desk refuses or no longer knows is final; anything else is tried again at the next tick. */
  private void stepFailed(JoinedCrowd crowd, EdosException e) {
    if (e.category() == EdosException.Category.EXTERNAL) {
      return;
    }
    if (crowd.phase() != JoinedCrowd.Phase.DONE) {
      events.accept(new DownloadEvent.CrowdMissed(crowd.release(), e.getMessage()));
      Map<Sha256, Long> wanted = Wishes.contents(crowd.composition(), crowd.wishes());
      Downloading.Outcome rest = parts.downloading().fetch(wanted, events);
      events.accept(
          new DownloadEvent.CrowdDone(
              crowd.release(),
              wanted.size() - rest.failed().size(),
              rest.failed().size(),
              rest.receivedBytes()));
    }
    leave(crowd);
  }

  private void leave(JoinedCrowd crowd) {
    crowd.swarms().forEach(swarm -> parts.engine().remove(swarm.torrent().infoHash()));
    joined.remove(crowd.release());
    forget(crowd);
  }

  private void forget(JoinedCrowd crowd) {
    parts.documents().remove(PREFIX + crowd.release() + "/crowd");
    parts.documents().remove(PREFIX + crowd.release() + "/wish");
  }

  @Override
  public void close() {
    owner.shutdownNow();
  }
}
