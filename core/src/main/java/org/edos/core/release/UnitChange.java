package org.edos.core.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.UnitId;

/**
 * What an update of a moving release did to one package.
 *
 * @param number of the composition that the update made
 * @param time of the update
 * @param kind what it did
 * @param before the package that went, with the place and hash of its file
 * @param after the package that came
 */
public record UnitChange(
    long number,
    Instant time,
    Kind kind,
    Optional<Composition.Entry> before,
    Optional<UnitId> after) {
  /** What was done. */
  public enum Kind {
    /** A package that was not there in any version. */
    ADDED,
    /** A package that is there in no version any more. */
    REMOVED,
    /** A new version whose attributes are those of the one before. */
    PATCH,
    /** A new version with other attributes: other dependencies, another description. */
    VERSION;

    /** How many of these changes are of this kind. */
    public int in(List<UnitChange> changes) {
      return (int) changes.stream().filter(change -> change.kind() == this).count();
    }
  }

  /** Refuses a change without what its kind speaks of. */
  public UnitChange {
    if (before.isPresent() == (kind == Kind.ADDED) || after.isPresent() == (kind == Kind.REMOVED)) {
      throw new IllegalArgumentException(kind + " of " + before + " to " + after);
    }
  }

  /** Whether it is of this unit, or of one that it took the place of or gave it to. */
  public boolean concerns(UnitId unit) {
    return after.filter(unit::equals).isPresent()
        || before.filter(entry -> entry.unit().equals(unit)).isPresent();
  }

  /** Whether it is of a package of that name. */
  public boolean concerns(String name) {
    return after
        .or(() -> before.map(Composition.Entry::unit))
        .filter(unit -> unit.name().equals(name))
        .isPresent();
  }
}
