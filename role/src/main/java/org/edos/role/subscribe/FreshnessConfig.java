package org.edos.role.subscribe;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * How heads are looked at.
 *
 * @param recheck how often each channel's head is asked for, besides after events
 * @param spread by how much, at most, a look after an event is put off, by chance, so that many who
 *     heard of it do not all ask at once
 * @param step how often it is looked for what is due
 * @param grace for how long events may be here that no head signs yet
 */
public record FreshnessConfig(Duration recheck, Duration spread, Duration step, Duration grace) {
  /** For those who have their heads at hand. */
  public static final FreshnessConfig NEAR =
      new FreshnessConfig(
          Duration.ofSeconds(30),
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofMinutes(1));

  /** For those who ask others. */
  public static final FreshnessConfig FAR =
      new FreshnessConfig(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1));

  /** Refuses times that are not positive. */
  public FreshnessConfig {
    if (!recheck.isPositive() || spread.isNegative() || !step.isPositive() || grace.isNegative()) {
      throw EdosException.usage("recheck and step must be positive, spread and grace not negative");
    }
  }
}
