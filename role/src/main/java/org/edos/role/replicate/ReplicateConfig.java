package org.edos.role.replicate;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * How a mirror follows its publisher.
 *
 * @param recheck how often the publisher's releases and channels are compared with the mirror's,
 *     besides at every event
 * @param contents whether the releases' bytes are copied too, or only what is known of them
 */
public record ReplicateConfig(Duration recheck, boolean contents) {
  /** Every 30 seconds, with contents. */
  public static final ReplicateConfig DEFAULT = new ReplicateConfig(Duration.ofSeconds(30), true);

  /** Refuses a period that is not positive. */
  public ReplicateConfig {
    if (!recheck.isPositive()) {
      throw EdosException.usage("recheck must be positive");
    }
  }
}
