package org.edos.core.swarm;

import java.time.Duration;

/**
 * What the desk of a flash crowd says to a report. A desk hears of so many peers as it has, and
 * asks them for patience so that it takes about {@link #A_SECOND} reports a second whatever their
 * number. Being done is reported at once all the same.
 *
 * @param nextMillis how long a peer is to wait before it reports again how far it has come, 0 to
 *     {@link #LONGEST}
 */
public record ReportReceipt(long nextMillis) {
  /** How many reports a second a desk asks for, of all peers together. */
  public static final int A_SECOND = 5;

  /** The longest that a desk asks a peer to wait. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is negative, or longer than a desk may ask for
   */
  public ReportReceipt {
    if (nextMillis < 0 || nextMillis > LONGEST.toMillis()) {
      throw new IllegalArgumentException("no time to wait for a report: " + nextMillis + " ms");
    }
  }

  /** For each peer of a crowd of so many. */
  public static ReportReceipt inCrowdOf(int peers) {
    return new ReportReceipt(Math.min(peers * 1000L / A_SECOND, LONGEST.toMillis()));
  }

  /** How long to wait. */
  public Duration pause() {
    return Duration.ofMillis(nextMillis);
  }
}
