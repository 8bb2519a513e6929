package org.edos.core.release;

import java.util.List;
import org.edos.core.unit.UnitId;

/**
 * What an update of a moving release came to.
 *
 * @param release as it is now
 * @param published whether it was signed anew; not where nothing was different
 * @param changes what is different from the state before; nothing for the first state
 * @param broken packages that cannot be installed, and could before or were not there; nothing
 *     where the publisher's policy is not to look
 */
public record ReleaseUpdate(
    PublishedRelease release, boolean published, List<UnitChange> changes, List<UnitId> broken) {
  /** One that breaks nothing. */
  public ReleaseUpdate(PublishedRelease release, boolean published, List<UnitChange> changes) {
    this(release, published, changes, List.of());
  }

  /** Copies the lists. */
  public ReleaseUpdate {
    changes = List.copyOf(changes);
    broken = List.copyOf(broken);
  }
}
