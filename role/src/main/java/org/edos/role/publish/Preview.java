package org.edos.role.publish;

import java.util.List;
import java.util.Optional;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.release.FileChange;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageFormat;

/**
 * What would be published, of a tree whose indexes hold together; the bytes of packages are not
 * held against their hashes before they are published.
 *
 * @param release that would be visible
 * @param before the release that it is compared with, the newest of its name or what it would take
 *     the place of; empty where it is the first
 * @param format which program reads it
 * @param packages how many distinct packages
 * @param files how many other files
 * @param bytes of the distinct contents
 * @param stored contents that the store would take in anew
 * @param storedBytes of these
 * @param elsewhere contents that would stay at their origin
 * @param elsewhereBytes of these
 * @param changes packages that came, went or changed; empty for the first
 * @param others files that are none of packages and came, went or changed; empty for the first
 * @param broken packages that cannot be installed, and could be before or were not there
 * @param unchecked why that could not be found out; empty where it was
 */
public record Preview(
    ReleaseId release,
    Optional<ReleaseId> before,
    PackageFormat format,
    int packages,
    int files,
    long bytes,
    int stored,
    long storedBytes,
    int elsewhere,
    long elsewhereBytes,
    List<UnitChange> changes,
    List<FileChange> others,
    List<Uninstallable> broken,
    Optional<String> unchecked) {
  /** Copies the lists. */
  public Preview {
    changes = List.copyOf(changes);
    others = List.copyOf(others);
    broken = List.copyOf(broken);
  }
}
