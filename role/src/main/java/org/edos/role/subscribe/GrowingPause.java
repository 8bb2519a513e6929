package org.edos.role.subscribe;

import java.time.Duration;

/**
 * How long to wait after failures in a row: twice as long after each, up to a longest pause.
 *
 * @param first after one failure
 * @param longest after many
 */
public record GrowingPause(Duration first, Duration longest) {
  /** From a second to an hour. */
  public static final GrowingPause DEFAULT =
      new GrowingPause(Duration.ofSeconds(1), Duration.ofHours(1));

  Duration after(int failures) {
    int doublings = Math.min(failures - 1, 30);
    Duration pause = first.multipliedBy(1L << doublings);
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
