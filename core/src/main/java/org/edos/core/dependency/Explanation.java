package org.edos.core.dependency;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Relation;
import org.edos.core.unit.PackageId;

/** One cause for which a package cannot be installed. */
public sealed interface Explanation {
  /**
   * A package, and what of it leads on.
   *
   * @param by the package that needs something
   * @param relation in which it says so
   */
  record Step(PackageId by, Relation relation) {}

  /**
   * A way from a package to one that it needs.
   *
   * @param steps from the package that begins, each leading to the next one's package and the last
   *     to the end; none if it begins and ends with the same
   * @param end where it leads
   */
  record Chain(List<Step> steps, PackageId end) {
    /** Copies the steps. */
    public Chain {
      steps = List.copyOf(steps);
    }

    /** The package with which it begins. */
    public PackageId start() {
      return steps.isEmpty() ? end : steps.getFirst().by();
    }
  }

  /**
   * A package that is led to needs something that nobody has.
   *
   * @param chain begins with the package that is explained, or with one that every machine has
   * @param relation of the chain's end, which nobody satisfies
   * @param others packages of the names that it asks for that do not satisfy it; a few of them
   */
  record Missing(Chain chain, Relation relation, List<PackageId> others) implements Explanation {
    /** Copies the packages. */
    public Missing {
      others = List.copyOf(others);
    }
  }

  /**
   * Two packages that are led to cannot be beside each other.
   *
   * @param first begins with the package that is explained, or with one that every machine has
   * @param second likewise
   * @param relation in which the end of the first chain says so; empty if both have one name, of
   *     which only one can be installed
   */
  record Conflict(Chain first, Chain second, Optional<Relation> relation) implements Explanation {}
}
