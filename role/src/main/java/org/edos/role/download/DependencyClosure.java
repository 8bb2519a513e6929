package org.edos.role.download;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.edos.core.unit.PackageId;
import org.edos.role.Candidates;

/**
 * Finds what else a machine has to have so that packages can be installed on it. Implementations
 * have no state and are safe for many threads.
 */
public interface DependencyClosure {
  /**
   * What was asked for.
   *
   * @param packages of the release, which are to be installed
   * @param names of packages, or of what packages provide, for which one is to be chosen
   */
  record Goal(Collection<PackageId> packages, Collection<String> names) {
    /** Copies the lists. */
    public Goal {
      packages = List.copyOf(packages);
      names = List.copyOf(names);
    }
  }

  /**
   * What was found.
   *
   * @param packages to be installed besides what is: those of the goal and what they need
   * @param unknown names of the goal that nothing installed and nothing in the release has
   * @param unmet what nothing installed and nothing in the release satisfies, for people; bounded
   */
  record Needed(Set<PackageId> packages, List<String> unknown, List<String> unmet) {
    /** Copies the collections. */
    public Needed {
      packages = Set.copyOf(packages);
      unknown = List.copyOf(unknown);
      unmet = List.copyOf(unmet);
    }
  }

  /**
   * Completes a goal.
   *
   * @param release looks the release's packages up, those that run on the machine
   */
  Needed complete(Goal goal, MachinePackages machine, Candidates release);
}
