package org.edos.role.subscribe;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * How a subscriber listens.
 *
 * @param recheck how often subscriptions are read from their last seen event on, besides at every
 *     event told
 */
public record SubscribeConfig(Duration recheck) {
  /** Every 10 seconds. */
  public static final SubscribeConfig DEFAULT = new SubscribeConfig(Duration.ofSeconds(10));

  /** Refuses a period that is not positive. */
  public SubscribeConfig {
    if (!recheck.isPositive()) {
      throw EdosException.usage("recheck must be positive");
    }
  }
}
