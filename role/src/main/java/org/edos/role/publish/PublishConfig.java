package org.edos.role.publish;

import java.time.Duration;
import org.edos.core.EdosException;
import org.edos.core.release.InstallabilityPolicy;

/**
 * How a publisher publishes.
 *
 * @param validity how long a release may be taken for the newest of its name
 * @param window how long a flash crowd collects wish lists, unless said otherwise
 * @param linger how long a flash crowd's torrents are seeded after every peer has reported that it
 *     is done
 * @param feeding how long chosen peers are served before the others, at most
 * @param strategy the name of the strategy that plans a flash crowd, unless said otherwise
 * @param readers how many package files are read at once
 * @param installability what to do about states that make packages uninstallable, unless said
 *     otherwise
 */
public record PublishConfig(
    Duration validity,
    Duration window,
    Duration linger,
    Duration feeding,
    String strategy,
    int readers,
    InstallabilityPolicy installability) {
  /**
   * 30 days, 30 seconds, 10 minutes, 10 minutes, the best strategy, as many readers as processors,
   * and a warning.
   */
  public static final PublishConfig DEFAULT =
      new PublishConfig(
          Duration.ofDays(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Strategies.standard().name(),
          Runtime.getRuntime().availableProcessors(),
          InstallabilityPolicy.WARN);

  /** Refuses times that are not positive. */
  public PublishConfig {
    if (!validity.isPositive()
        || !window.isPositive()
        || linger.isNegative()
        || feeding.isNegative()
        || readers < 1) {
      throw EdosException.usage(
          "validity and window must be positive, linger and feeding not negative, readers at least"
              + " 1");
    }
  }
}
