package org.edos.actor;

import java.util.List;
import java.util.Optional;
import org.edos.actor.CheckedRelease.BrokenPackage;
import org.edos.core.release.FileChange;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.UnitId;

/**
 * What is different between two releases. The lists go up to the number asked for; the counts are
 * whole.
 *
 * @param before the first
 * @param after the second
 * @param counts how much is different
 * @param packages that came, went or changed, by name
 * @param files that are none of packages, by path
 * @param broken packages of the second that a kind of machine cannot install; what they were in the
 *     first, if anything, it could
 * @param mended packages of the second that a kind of machine can install; what they were in the
 *     first it could not
 */
public record ReleaseDiff(
    ReleaseId before,
    ReleaseId after,
    DiffCounts counts,
    List<PackageChange> packages,
    List<FileChange> files,
    List<BrokenPackage> broken,
    List<MendedPackage> mended) {
  /**
   * How much is different.
   *
   * @param added packages that only the second has
   * @param removed packages that only the first has
   * @param patched packages in a new version that is a patch
   * @param versioned packages in another version with other attributes
   * @param files other files that came, went or changed
   * @param contents contents of the second that the first has not
   * @param bytes of these, which is what whoever has the first must fetch
   * @param broken packages that cannot be installed any more, counted for each kind of machine
   * @param mended packages that can be installed again, counted likewise
   */
  public record DiffCounts(
      int added,
      int removed,
      int patched,
      int versioned,
      int files,
      int contents,
      long bytes,
      int broken,
      int mended) {}

  /** A package that came, went or changed. */
  public record PackageChange(
      UnitChange.Kind change, Optional<UnitId> before, Optional<UnitId> after) {}

  /** A package that a kind of machine can install again. */
  public record MendedPackage(String id, String architecture) {}

  /** Copies the lists. */
  public ReleaseDiff {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    broken = List.copyOf(broken);
    mended = List.copyOf(mended);
  }
}
