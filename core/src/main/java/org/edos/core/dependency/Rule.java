package org.edos.core.dependency;

import java.util.Optional;
import org.edos.core.metadata.Relation;

/** What must hold where a package is installed. The arrays are shared and never changed. */
public sealed interface Rule {
  /** Owner of what holds everywhere. */
  int EVERY_MACHINE = -1;

  /** The number of the package whose rule it is, or {@link #EVERY_MACHINE}. */
  int owner();

  /**
   * Something must be so: one of {@code present} is installed, or one of {@code absent} is not.
   * Without any of them it cannot be satisfied. Rich dependencies of rpm are several of these.
   *
   * @param owner see {@link Rule#owner}
   * @param present numbers of packages, preferred ones first
   * @param absent numbers of packages; empty for plain dependencies
   * @param relation in which the owner says so
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Need(int owner, int[] present, int[] absent, Relation relation) implements Rule {
    /** A plain dependency. */
    public Need(int owner, int[] present, Relation relation) {
      this(owner, present, new int[0], relation);
    }
  }

  /**
   * None of these may be installed beside the owner.
   *
   * @param owner see {@link Rule#owner}
   * @param excluded numbers of packages, without the owner
   * @param relation in which the owner says so; empty where packages of one name exclude each other
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Exclusion(int owner, int[] excluded, Optional<Relation> relation) implements Rule {}
}
