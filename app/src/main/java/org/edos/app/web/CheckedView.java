package org.edos.app.web;

import java.util.List;
import java.util.stream.Collectors;
import org.edos.actor.CheckedRelease;
import org.edos.core.unit.PackageId;

/**
 * Whether a package can be installed.
 *
 * @param id the package
 * @param release in which it was looked at
 * @param machines the architectures for which it was
 * @param broken those that cannot have it, with the reasons
 */
public record CheckedView(
    String id,
    String name,
    String release,
    List<String> machines,
    List<CheckedRelease.BrokenPackage> broken) {
  static CheckedView of(PackageId id, CheckedRelease checked) {
    return new CheckedView(
        id.toString(),
        id.name() + " " + id.version(),
        checked.release().toString(),
        checked.machines().stream()
            .filter(machine -> machine.checked() > 0)
            .map(CheckedRelease.CheckedMachine::architecture)
            .toList(),
        checked.broken().stream().filter(one -> one.id().equals(id.toString())).toList());
  }

  /** Whether all machines that it was checked for can have it. */
  public boolean isInstallable() {
    return broken.isEmpty();
  }

  /** A sentence on it. */
  public String text() {
    return isInstallable()
        ? "%s can be installed in %s on %s.".formatted(name, release, String.join(", ", machines))
        : "%s cannot be installed in %s on %s."
            .formatted(
                name,
                release,
                broken.stream()
                    .map(CheckedRelease.BrokenPackage::architecture)
                    .distinct()
                    .collect(Collectors.joining(", ")));
  }
}
