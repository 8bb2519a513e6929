package org.edos.role.download;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * How a peer downloads.
 *
 * @param connections how many contents are fetched at once over HTTP
 * @param pollEvery how often a flash crowd's desk is asked for its plan, and told of progress
 * @param patience how long a swarm may bring nothing before the rest is fetched from replicas
 *     instead
 */
public record DownloadConfig(int connections, Duration pollEvery, Duration patience) {
  /** 8 connections, half a second, one minute. */
  public static final DownloadConfig DEFAULT =
      new DownloadConfig(8, Duration.ofMillis(500), Duration.ofSeconds(60));

  /** Refuses what could never download. */
  public DownloadConfig {
    if (connections < 1 || !pollEvery.isPositive() || !patience.isPositive()) {
      throw EdosException.usage("connections, poll-every and patience must be positive");
    }
  }
}
