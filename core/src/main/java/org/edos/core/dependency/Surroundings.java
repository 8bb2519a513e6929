package org.edos.core.dependency;

import java.util.List;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;

/**
 * What stands around a package: what it asks for and which packages are that, and which packages
 * require it. One step in each direction, so that one can walk from package to package.
 *
 * @param needs what it asks for, in its own order
 * @param needing packages that require it, by name, of each name the newest
 * @param more how many further packages may require it, other versions among them
 */
public record Surroundings(List<Need> needs, List<PackageId> needing, long more) {
  /** Copies the lists. */
  public Surroundings {
    needs = List.copyOf(needs);
    needing = List.copyOf(needing);
  }

  /**
   * Something that the package asks for.
   *
   * @param relation as the package states it
   * @param choices one for each of the relation's alternatives
   */
  public record Need(Relation relation, List<Choice> choices) {
    /** Copies the list. */
    public Need {
      choices = List.copyOf(choices);
    }

    /** Whether it has to be there, and is not only wished for. */
    public boolean isRequired() {
      return relation.kind() == Relation.Kind.REQUIRES
          || relation.kind() == Relation.Kind.PRE_REQUIRES;
    }

    /** Whether any release has a package for it. */
    public boolean isThere() {
      return choices.stream().anyMatch(choice -> !choice.packages().isEmpty());
    }
  }

  /**
   * One of several ways to give a package what it asks for.
   *
   * @param capability what is asked for
   * @param packages that are that, the preferred first: those of that name, the newest before
   *     others, then those that provide it
   */
  public record Choice(Capability capability, List<PackageId> packages) {
    /** Copies the list. */
    public Choice {
      packages = List.copyOf(packages);
    }
  }
}
