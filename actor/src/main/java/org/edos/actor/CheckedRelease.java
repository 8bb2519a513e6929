package org.edos.actor;

import java.util.List;
import org.edos.core.release.ReleaseId;

/**
 * What a check of a release found.
 *
 * @param release which
 * @param machines the kinds of machines that it is for
 * @param broken the packages that none of these can install, up to the number asked for
 */
public record CheckedRelease(
    ReleaseId release, List<CheckedMachine> machines, List<BrokenPackage> broken) {
  /**
   * A kind of machine.
   *
   * @param architecture its own
   * @param checked how many packages were checked for it
   * @param uninstallable how many of them it cannot install
   */
  public record CheckedMachine(String architecture, int checked, int uninstallable) {}

  /**
   * A package that a kind of machine cannot install.
   *
   * @param id the package
   * @param architecture the machine's
   * @param explanation for people, over several lines
   * @param causes the same for programs; together they close every way
   */
  public record BrokenPackage(
      String id, String architecture, String explanation, List<Cause> causes) {
    /** Copies the list. */
    public BrokenPackage {
      causes = List.copyOf(causes);
    }
  }

  /**
   * One cause.
   *
   * @param kind {@code missing} or {@code conflict}
   * @param chain the ids of packages, each needing the next, to the one whose relation it is
   * @param other of a conflict: likewise, to the other package
   * @param relation what nobody has, or what excludes the other; empty where both have one name
   */
  public record Cause(String kind, List<String> chain, List<String> other, String relation) {
    /** Copies the lists. */
    public Cause {
      chain = List.copyOf(chain);
      other = List.copyOf(other);
    }
  }

  /** Copies the lists. */
  public CheckedRelease {
    machines = List.copyOf(machines);
    broken = List.copyOf(broken);
  }

  /** How many packages cannot be installed, counted for each kind of machine. */
  public int uninstallable() {
    return machines.stream().mapToInt(CheckedMachine::uninstallable).sum();
  }
}
