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
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.role.OwnerThread;

/**
 * A peer's side of flash crowds: hands in the wish list, waits for the plan, joins the swarms that
 * cover its wishes, verifies every content by its SHA-256, fetches from replicas what the swarms
 * did not bring, and reports. All state belongs to one thread, {@code edos-crowd-member}; {@link
 * #join} is safe for use by many threads. A crowd joined is written down first, and taken up again
 * after a restart until it is done. What is fetched from replicas is fetched beside the thread, so
 * that another flash crowd does not miss its window meanwhile.
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
  private final OwnerThread owner = new OwnerThread("edos-crowd-member");

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
    // Listed before anybody can join: what is joined from now on is not taken up as well.
    List<String> earlier = parts.documents().keys(PREFIX);
    owner.execute(() -> resume(earlier, compositions));
    owner.every(config.pollEvery(), this::tick);
  }

  /**
   * Joins a flash crowd with a wish list. Returns once that is written down; progress is told in
   * events.
   *
   * @param crowd the desk's address, from the announcement
   */
  public void join(URI crowd, Composition composition, WishList wishes) {
    record(crowd, wishes);
    owner.execute(() -> {
      // Once more: the end of an earlier crowd of this release may have taken the record with it.
      record(crowd, wishes);
      begin(crowd, composition, wishes, false);
    });
    owner.execute(this::tick);
  }

  private void record(URI crowd, WishList wishes) {
    String key = PREFIX + wishes.release();
    parts.documents().put(key + "/wish", WishListXml.write(wishes));
    parts.documents().put(key + "/crowd", crowd.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a flash crowd for this release is joined and not done yet. */
  public boolean isJoined(ReleaseId release) {
    return parts.documents().get(PREFIX + release + "/crowd").isPresent();
  }

  private void begin(URI crowd, Composition composition, WishList wishes, boolean resumed) {
    Optional.ofNullable(joined.remove(wishes.release())).ifPresent(this::leaveSwarms);
    joined.put(
        wishes.release(),
        new JoinedCrowd(crowd, composition, wishes, resumed, parts.clock().instant()));
  }

  private void resume(
      List<String> keys, Function<ReleaseId, Optional<SignedComposition>> compositions) {
    for (String key : keys) {
      if (key.endsWith("/crowd")) {
        try {
          ReleaseId release =
              ReleaseId.parse(key.substring(PREFIX.length(), key.length() - "/crowd".length()));
          resume(release, compositions.apply(release));
        } catch (EdosException | IllegalArgumentException e) {
          System.getLogger(CrowdMember.class.getName())
              .log(System.Logger.Level.WARNING, "cannot take up " + key, e);
        }
      }
    }
  }

  /** A wish list that counts in another composition than the one known now is forgotten. */
  private void resume(ReleaseId release, Optional<SignedComposition> signed) {
    Optional<byte[]> crowd = parts.documents().get(PREFIX + release + "/crowd");
    Optional<WishList> wishes =
        parts.documents().get(PREFIX + release + "/wish").map(WishListXml::read);
    boolean fits =
        signed.isPresent()
            && wishes.isPresent()
            && wishes.get().composition().equals(signed.get().digest());
    if (crowd.isPresent() && fits) {
      URI address = URI.create(new String(crowd.get(), StandardCharsets.UTF_8));
      begin(address, CompositionXml.read(signed.get().xml()), wishes.get(), true);
    } else {
      forget(release);
    }
  }

  private void tick() {
    for (JoinedCrowd crowd : List.copyOf(joined.values())) {
      try {
        step(crowd);
      } catch (EdosException e) {
        stepFailed(crowd, e);
      } catch (RuntimeException e) {
        System.getLogger(CrowdMember.class.getName())
            .log(System.Logger.Level.ERROR, "flash crowd", e);
      }
    }
  }

  private void step(JoinedCrowd crowd) {
    switch (crowd.phase()) {
      case SUBMITTING -> submit(crowd);
      case WAITING -> await(crowd);
      case SWARMING -> follow(crowd);
      case FETCHING -> {
        // The fetch tells when it has ended.
      }
      case REPORTING -> {
        report(crowd, crowd.report(true));
        finish(crowd);
      }
      case DONE -> linger(crowd);
    }
  }

  /**
   * Hands the wish list in; a window that has closed is no hindrance when an earlier process was in
   * time.
   */
  private void submit(JoinedCrowd crowd) {
    try {
      parts.desk().submit(crowd.address(), crowd.wishes());
    } catch (EdosException e) {
      boolean late = e.category() == EdosException.Category.REFUSED;
      Optional<Assignment> earlier = late ? assignment(crowd) : Optional.empty();
      enter(crowd, earlier.orElseThrow(() -> e));
      return;
    }
    crowd.submitted(parts.clock().instant());
    events.accept(
        new DownloadEvent.WishSubmitted(
            crowd.release(), crowd.wishes().wanted().cardinality(), crowd.wantedBytes()));
  }

  private void await(JoinedCrowd crowd) {
    Optional<Assignment> assignment = assignment(crowd);
    crowd.heard(parts.clock().instant());
    assignment.ifPresent(it -> enter(crowd, it));
  }

  private Optional<Assignment> assignment(JoinedCrowd crowd) {
    return parts.desk().assignment(crowd.address(), parts.self());
  }

  private void enter(JoinedCrowd crowd, Assignment assignment) {
    if (!assignment.composition().equals(crowd.wishes().composition())) {
      throw EdosException.refused(
          "the plan of the flash crowd counts in another composition of " + crowd.release());
    }
    List<JoinedCrowd.Swarm> swarms = new ArrayList<>();
    for (Assignment.Part part : assignment.parts()) {
      swarms.add(crowd.checked(part, parts.desk().torrent(crowd.address(), part.cluster())));
    }
    crowd.entered(swarms, parts.clock().instant());
    for (JoinedCrowd.Swarm swarm : swarms) {
      begin(crowd, swarm);
    }
    events.accept(
        new DownloadEvent.SwarmsJoined(crowd.release(), swarms.size(), crowd.wantedBytes()));
  }

  /**
   * Downloads what is wanted of a swarm's contents and not here yet; shares the swarm when all of
   * it is here.
   */
  private void begin(JoinedCrowd crowd, JoinedCrowd.Swarm swarm) {
    Map<Sha256, Path> staged = new HashMap<>();
    Map<Sha256, Path> here = new HashMap<>();
    for (Torrent.Entry file : swarm.torrent().files()) {
      var content = parts.store().find(file.content());
      content.flatMap(it -> it.file()).ifPresent(path -> here.put(file.content(), path));
      if (content.isEmpty() && (crowd.wants(file) || !swarm.selective())) {
        staged.put(file.content(), parts.store().stage(file.content(), file.size()));
      }
    }
    // From before a restart of this role it may know files that are elsewhere by now.
    parts.engine().remove(swarm.torrent().infoHash());
    if (!staged.isEmpty()) {
      crowd.downloading(swarm, staged.keySet());
      parts.engine().download(swarm.torrent(), staged, swarm.share());
      return;
    }
    if (here.size() == swarm.torrent().files().size()) {
      parts.engine().seed(swarm.torrent(), here);
    }
    crowd.settled(swarm, here.size());
  }

  private void follow(JoinedCrowd crowd) {
    Instant now = parts.clock().instant();
    crowd.observe(parts.engine().status(), now);
    for (JoinedCrowd.Swarm swarm : crowd.finished()) {
      settle(crowd, swarm);
    }
    boolean stalled = now.isAfter(crowd.lastProgress().plus(config.patience()));
    if (crowd.allSettled() || crowd.allFailed() || stalled) {
      fetchRest(crowd);
    } else {
      events.accept(
          new DownloadEvent.Swarming(
              crowd.release(), crowd.doneBytes(), crowd.wantedBytes(), crowd.peers()));
      parts.desk().report(crowd.address(), crowd.report(false));
    }
  }

  /**
   * A swarm has brought all its pieces: verifies each content and goes on sharing it out of the
   * store.
   */
  private void settle(JoinedCrowd crowd, JoinedCrowd.Swarm swarm) {
    Map<Sha256, Path> moved = new HashMap<>();
    List<Sha256> verified = new ArrayList<>();
    int wrong = 0;
    for (Sha256 content : crowd.downloading(swarm)) {
      try {
        parts.store().commit(content).file().ifPresent(path -> moved.put(content, path));
        verified.add(content);
      } catch (EdosException e) {
        wrong++;
        events.accept(new DownloadEvent.SourceFailed(content, crowd.address(), e.getMessage()));
      }
    }
    if (wrong == 0) {
      parts.engine().moved(swarm.torrent().infoHash(), moved);
    } else {
      // What was wrong must not be shared on.
      parts.engine().remove(swarm.torrent().infoHash());
    }
    crowd.settled(swarm, verified.size());
    parts.downloading().announce(verified);
  }

  /** Fetches from replicas what the swarms did not bring; {@link #fetched} goes on from there. */
  private void fetchRest(JoinedCrowd crowd) {
    for (JoinedCrowd.Swarm swarm : crowd.unsettled()) {
      parts.engine().remove(swarm.torrent().infoHash());
      swarm.torrent().files().forEach(file -> parts.store().discard(file.content()));
    }
    crowd.fetching();
    Map<Sha256, Long> wanted = crowd.wanted();
    Thread.ofVirtual()
        .name("edos-crowd-rest")
        .start(() -> {
          Downloading.Outcome rest = fetch(wanted);
          owner.execute(() -> fetched(crowd, rest));
        });
  }

  private Downloading.Outcome fetch(Map<Sha256, Long> wanted) {
    try {
      return parts.downloading().fetch(wanted, events);
    } catch (RuntimeException e) {
      Map<Sha256, String> failed = new HashMap<>();
      wanted.keySet().forEach(content -> failed.put(content, String.valueOf(e.getMessage())));
      return new Downloading.Outcome(0, 0, failed);
    }
  }

  private void fetched(JoinedCrowd crowd, Downloading.Outcome rest) {
    if (joined.get(crowd.release()) != crowd) {
      return; // joined anew meanwhile
    }
    int failed = rest.failed().size();
    crowd.completed(crowd.wanted().size() - failed, failed, rest.receivedBytes());
    events.accept(
        new DownloadEvent.CrowdDone(
            crowd.release(),
            crowd.wanted().size() - failed,
            failed,
            crowd.report(true).receivedBytes()));
    if (crowd.missed()) {
      finish(crowd);
      leave(crowd);
    } else {
      tick();
    }
  }

  private void finish(JoinedCrowd crowd) {
    forget(crowd.release());
    crowd.done();
  }

  private void report(JoinedCrowd crowd, CrowdReport report) {
    parts.desk().report(crowd.address(), report);
    crowd.reported(report);
  }

  /**
   * Goes on sharing until the desk no longer knows the crowd, and reports when the engine's counts
   * have grown.
   */
  private void linger(JoinedCrowd crowd) {
    crowd.observe(parts.engine().status(), parts.clock().instant());
    CrowdReport report = crowd.report(true);
    if (crowd.isNews(report)) {
      report(crowd, report);
    } else {
      assignment(crowd); // not found once the publisher has closed it
    }
  }

  /**
   * What the desk refuses or no longer knows is final. A desk that cannot be reached is tried again
   * at the next tick; a wish list waits for it as long as it would for a swarm, and then its
   * contents are fetched from replicas.
   */
  private void stepFailed(JoinedCrowd crowd, EdosException e) {
    boolean away = e.category() == EdosException.Category.EXTERNAL;
    switch (crowd.phase()) {
      case SUBMITTING, WAITING -> {
        Instant patience = crowd.lastProgress().plus(config.patience());
        if (!away || parts.clock().instant().isAfter(patience)) {
          miss(crowd, e);
        }
      }
      case SWARMING -> {
        if (!away) {
          miss(crowd, e);
        }
      }
      case FETCHING -> {
        // The fetch tells when it has ended.
      }
      case REPORTING -> {
        if (!away) {
          finish(crowd);
          leave(crowd);
        }
      }
      case DONE -> {
        if (!away) {
          leave(crowd);
        }
      }
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
  }

  private void leaveSwarms(JoinedCrowd crowd) {
    crowd.swarms().forEach(swarm -> parts.engine().remove(swarm.torrent().infoHash()));
  }

  private void forget(ReleaseId release) {
    parts.documents().remove(PREFIX + release + "/crowd");
    parts.documents().remove(PREFIX + release + "/wish");
  }

  /** Stops the thread; the flash crowds are taken up by the next process. */
  @Override
  public void close() {
    owner.close();
  }
}
