package org.edos.app.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Publisher;
import org.edos.core.Recent;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;

/**
 * What each strategy would make of flash crowds, planned once for all who look: anew only when
 * other wish lists are there, and then every few seconds at most. Safe for use by many threads: its
 * monitor guards all.
 */
final class Outlooks {
  /** So many wish lists are planned for in a moment. */
  static final int FEW = 300;

  private static final int KEPT = 20;
  private static final Duration LEAST = Duration.ofSeconds(4);

  private record Key(ReleaseId release, Rates rates) {}

  private record Planned(int wishLists, long wantedBytes, Instant at, List<PlanOutlook> all) {
    boolean isOf(CrowdStatus crowd) {
      return wishLists == crowd.wishLists() && wantedBytes == crowd.wantedBytes();
    }
  }

  private final Clock clock;
  private final Recent<Key, Planned> planned = new Recent<>(KEPT);

  Outlooks(Clock clock) {
    this.clock = clock;
  }

  /** All strategies', the fastest first; none without wish lists. */
  synchronized List<PlanOutlook> of(Publisher publisher, CrowdStatus crowd, Rates rates) {
    if (crowd.wishLists() == 0) {
      return List.of();
    }
    Key key = new Key(crowd.release(), rates);
    Instant now = clock.instant();
    Optional<Planned> before =
        planned.get(key).filter(known -> known.isOf(crowd) || now.isBefore(known.at().plus(LEAST)));
    if (before.isPresent()) {
      return before.get().all();
    }
    List<PlanOutlook> all = publisher.crowdOutlooks(crowd.release(), rates);
    planned.put(key, new Planned(crowd.wishLists(), crowd.wantedBytes(), now, all));
    return all;
  }

  /** That of the strategy in use; empty where there are too many wish lists to look at always. */
  Optional<PlanOutlook> inUse(Publisher publisher, CrowdStatus crowd, Rates rates) {
    if (crowd.wishLists() > FEW) {
      return Optional.empty();
    }
    List<PlanOutlook> all = of(publisher, crowd, rates);
    return all.stream()
        .filter(outlook -> outlook.strategy().equals(crowd.strategy()))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }
}
