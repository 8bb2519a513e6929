package org.edos.role.replicate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When releases or units whose contents were not all to be had are tried again: at once, and then
 * after ever longer pauses up to half an hour. Of one thread alone.
 */
final class Retries<T> {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** The next try, and how long to wait after it has failed as well. */
  private record Next(Instant due, Duration pause) {}

  private final Duration shortest;
  private final Map<T, Next> unfinished = new HashMap<>();

  Retries(Duration shortest) {
    this.shortest = shortest;
  }

  /** Not everything came. */
  void unfinished(T one, Instant now) {
    Next last = unfinished.get(one);
    Duration pause = last == null ? Duration.ZERO : last.pause();
    Duration next = pause.isZero() ? shortest : pause.multipliedBy(2);
    unfinished.put(one, new Next(now.plus(pause), next.compareTo(LONGEST) > 0 ? LONGEST : next));
  }

  /** Whether it is time for another try; it is for one, until that has failed. */
  boolean take(T one, Instant now) {
    Next next = unfinished.get(one);
    if (next == null || now.isBefore(next.due())) {
      return false;
    }
    unfinished.put(one, new Next(Instant.MAX, next.pause()));
    return true;
  }

  /** What is withdrawn, or published anew, begins without a past. */
  void forget(T one) {
    unfinished.remove(one);
  }
}
