package org.edos.physical.peer;

import java.time.Duration;

/**
 * How long a peer is waited for.
 *
 * @param connect for the connection
 * @param firstByte for the answer to begin
 * @param stall for bytes of the answer to arrive; see {@link ArrivingBytes}
 * @param leastRate bytes a second below which an answer counts as stalled
 */
public record PeerTimes(Duration connect, Duration firstByte, Duration stall, long leastRate) {
  /** For peers anywhere. */
  public static final PeerTimes DEFAULT =
      new PeerTimes(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(20), 1000);
}
