package org.edos.actor;

import java.time.Instant;
import java.util.Optional;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;

/**
 * At which root of a release's tree a peer is, and which is the publisher's newest.
 *
 * @param name of the release
 * @param here what this peer has accepted and answers with; empty before it has any of that name
 * @param newest the newest that it has heard of
 */
public record RootFreshness(String name, Optional<Root> here, Root newest) {
  /**
   * One root.
   *
   * @param version of the release
   * @param number of its composition, which only grows
   * @param composition the composition's hash
   * @param created when it was published
   */
  public record Root(String version, long number, Sha256 composition, Instant created) {
    static Root of(PublishedRelease release) {
      return new Root(
          release.id().version(), release.number(), release.composition(), release.created());
    }
  }

  /** Whether another than the newest is here. */
  public boolean isBehind() {
    return here.filter(root -> root.number() >= newest.number()).isEmpty();
  }
}
