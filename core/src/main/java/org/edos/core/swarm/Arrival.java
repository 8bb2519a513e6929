package org.edos.core.swarm;

import java.time.Duration;
import java.time.Instant;
import org.edos.core.release.ReleaseId;

/**
 * When everything that a peer wanted of a release was there, by that peer's clock.
 *
 * @param release the release
 * @param published when its publisher signed it, by the publisher's clock
 * @param arrived when the last content was here
 */
public record Arrival(ReleaseId release, Instant published, Instant arrived) {
  /** The time of synchronisation: from publication to arrival; never less than nothing. */
  public Duration time() {
    Duration between = Duration.between(published, arrived);
    return between.isNegative() ? Duration.ZERO : between;
  }
}
