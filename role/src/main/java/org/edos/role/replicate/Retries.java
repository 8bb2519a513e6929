package org.edos.role.replicate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.edos.core.release.ReleaseId;

/**
 * When releases whose contents were not all to be had are followed again: at once, and then after
 * ever longer pauses up to half an hour. Of the replicator's thread alone.
 */
final class Retries {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** The next try, and how long to wait after it has failed as well. */
  private record Next(Instant due, Duration pause) {}

  private final Duration shortest;
  private final Map<ReleaseId, Next> unfinished = new HashMap<>();

  Retries(Duration shortest) {
    this.shortest = shortest;
  }

  /** Not everything came. */
  void unfinished(ReleaseId release, Instant now) {
    Next last = unfinished.get(release);
    Duration pause = last == null ? Duration.ZERO : last.pause();
    Duration next = pause.isZero() ? shortest : pause.multipliedBy(2);
    unfinished.put(
        release, new Next(now.plus(pause), next.compareTo(LONGEST) > 0 ? LONGEST : next));
  }

  /** Whether it is time for another try; it is for one, until that has failed. */
  boolean take(ReleaseId release, Instant now) {
    Next next = unfinished.get(release);
    if (next == null || now.isBefore(next.due())) {
      return false;
    }
    unfinished.put(release, new Next(Instant.MAX, next.pause()));
    return true;
  }

  /** A release that is withdrawn, or published anew, begins without a past. */
  void forget(ReleaseId release) {
    unfinished.remove(release);
  }
}
