package org.edos.core.release;

import java.util.List;

/**
 * What an update of a moving release came to.
 *
 * @param release as it is now
 * @param published whether it was signed anew; not where nothing was different
 * @param changes what is different from the state before; nothing for the first state
 */
public record ReleaseUpdate(PublishedRelease release, boolean published, List<UnitChange> changes) {
  /** Copies the list. */
  public ReleaseUpdate {
    changes = List.copyOf(changes);
  }
}
