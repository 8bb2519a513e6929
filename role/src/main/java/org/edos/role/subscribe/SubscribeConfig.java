package org.edos.role.subscribe;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * How a subscriber listens and acts.
 *
 * @param recheck how often it looks for channels that have come, digests and actions that are due,
 *     besides whenever something is told
 * @param waiting most told events that wait to be stored, before who tells is to wait
 * @param downloads how many downloads go on at a time
 * @param attempts how often a download is begun, before it has failed for good
 * @param pause before a download is begun a second time; it doubles with each
 */
public record SubscribeConfig(
    Duration recheck, int waiting, int downloads, int attempts, Duration pause) {
  /** Every 10 seconds; 8 downloads, each tried 10 times within two and a half hours. */
  public static final SubscribeConfig DEFAULT =
      new SubscribeConfig(Duration.ofSeconds(10), 4096, 8, 10, Duration.ofSeconds(15));

  /** Refuses what is not positive. */
  public SubscribeConfig {
    if (!recheck.isPositive()
        || waiting < 1
        || downloads < 1
        || attempts < 1
        || !pause.isPositive()) {
      throw EdosException.usage("every part of a subscriber's configuration must be positive");
    }
  }
}
