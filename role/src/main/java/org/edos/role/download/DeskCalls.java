package org.edos.role.download;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.role.OwnerThread;

/**
 * Calls of the desks of flash crowds. Each is made beside the owner's thread, one at a time for
 * each crowd, so that a desk that does not answer holds up nothing; what comes of it is told on the
 * owner's thread. Of that thread alone.
 */
final class DeskCalls {
  /** Told, on the owner's thread, why a call gave nothing. */
  interface Failed {
    /** What the desk did not say itself is external. */
    void told(JoinedCrowd crowd, EdosException why);
  }

  private final OwnerThread owner;
  private final CrowdDesk desk;
  private final PeerId self;
  private final CrowdTorrents torrents;
  private final Failed failed;
  private final Set<JoinedCrowd> calling = new HashSet<>();

  DeskCalls(OwnerThread owner, CrowdDesk desk, PeerId self, DownloadConfig config, Failed failed) {
    this.owner = owner;
    this.desk = desk;
    this.self = self;
    this.torrents = new CrowdTorrents(desk, config.connections());
    this.failed = failed;
  }

  /**
   * Hands the wish list in; one that is refused is no hindrance when an earlier process was in
   * time.
   *
   * @param answered given the assignment that an earlier process's wish list has brought
   */
  void submit(JoinedCrowd crowd, Consumer<Optional<Assignment>> answered) {
    call(crowd, () -> handIn(crowd), answered);
  }

  private Optional<Assignment> handIn(JoinedCrowd crowd) {
    try {
      desk.submit(crowd.address(), crowd.wishes());
      return Optional.empty();
    } catch (EdosException e) {
      boolean late = e.category() == Category.REFUSED;
      Optional<Assignment> earlier =
          late ? desk.assignment(crowd.address(), self) : Optional.empty();
      return Optional.of(earlier.orElseThrow(() -> e));
    }
  }

  void assignment(JoinedCrowd crowd, Consumer<Optional<Assignment>> answered) {
    call(crowd, () -> desk.assignment(crowd.address(), self), answered);
  }

  /**
   * Fetches torrents.
   *
   * @param taker given each on the owner's thread
   * @param answered run after the last
   */
  void torrents(
      JoinedCrowd crowd, List<Integer> clusters, CrowdTorrents.Taker taker, Runnable answered) {
    CrowdTorrents.Taker owners =
        (cluster, metainfo) -> owner.execute(() -> taker.take(cluster, metainfo));
    call(
        crowd,
        () -> {
          torrents.fetch(crowd.address(), clusters, owners);
          return clusters;
        },
        fetched -> answered.run());
  }

  void report(JoinedCrowd crowd, CrowdReport report, Consumer<ReportReceipt> answered) {
    call(crowd, () -> desk.report(crowd.address(), report), answered);
  }

  /** Calls, unless a call of this crowd's desk is under way. */
  private <T> void call(JoinedCrowd crowd, Supplier<T> call, Consumer<T> answered) {
    if (calling.add(crowd)) {
      Thread.ofVirtual()
          .name("edos-crowd-desk")
          .start(() -> end(crowd, made(crowd, call, answered)));
    }
  }

  private <T> Runnable made(JoinedCrowd crowd, Supplier<T> call, Consumer<T> answered) {
    try {
      T answer = call.get();
      return () -> answered.accept(answer);
    } catch (EdosException e) {
      return () -> failed.told(crowd, e);
    } catch (RuntimeException e) {
      return () -> failed.told(crowd, EdosException.external(String.valueOf(e), e));
    }
  }

  private void end(JoinedCrowd crowd, Runnable told) {
    owner.execute(() -> {
      calling.remove(crowd);
      told.run();
    });
  }
}
