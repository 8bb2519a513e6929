package org.edos.physical.snapshot;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;

/**
 * A repository at one moment.
 *
 * @param folder where its root lies, {@code host[:port]/path/} or {@code https://host[:port]/path/}
 * @param identity of what the root says; two roots that say the same have the same
 * @param format of its packages
 * @param made when the root was made, as it says; else when it was first seen here
 * @param dated whether the root says when it was made
 * @param signers who signed it, of those known here; empty if nobody known did
 */
public record SnapshotHead(
    String folder,
    Sha256 identity,
    PackageFormat format,
    Instant made,
    boolean dated,
    Set<String> signers) {
  /** Copies the set. */
  public SnapshotHead {
    signers = Set.copyOf(signers);
  }

  /**
   * Whether a root that these have signed may take this one's place: nobody known has signed this
   * one, or one of those who did is among them.
   */
  public boolean mayBeFollowedBy(Set<String> others) {
    return signers.isEmpty() || !Collections.disjoint(signers, others);
  }

  /** The root's own time, where it has one. */
  public Optional<Instant> date() {
    return dated ? Optional.of(made) : Optional.empty();
  }
}
