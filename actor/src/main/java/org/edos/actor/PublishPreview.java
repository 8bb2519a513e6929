package org.edos.actor;

import java.util.List;
import java.util.Optional;
import org.edos.actor.ReleaseDiff.PackageChange;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.release.Composition;
import org.edos.core.release.FileChange;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange.Kind;
import org.edos.core.unit.PackageFormat;
import org.edos.role.publish.Preview;

/**
 * What would be published. The lists go up to the number asked for; the counts are whole. The bytes
 * of packages are not held against their hashes before they are published.
 *
 * @param release that would be visible
 * @param before the release that it is compared with, the newest of its name or what it would take
 *     the place of; empty where it is the first
 * @param format which program reads it
 * @param sizes how much it is
 * @param counts how much is different from the release before; nothing for the first
 * @param packages that came, went or changed, by name
 * @param files that are none of packages, by path
 * @param broken packages that cannot be installed, and could be before or were not there
 * @param unchecked why that could not be found out; empty where it was
 */
public record PublishPreview(
    ReleaseId release,
    Optional<ReleaseId> before,
    PackageFormat format,
    Sizes sizes,
    Counts counts,
    List<PackageChange> packages,
    List<FileChange> files,
    List<Broken> broken,
    Optional<String> unchecked) {
  /**
   * How much would be published.
   *
   * @param packages how many distinct ones
   * @param files how many other files
   * @param bytes of the distinct contents
   * @param stored how many contents the store would take in anew
   * @param storedBytes of these
   * @param elsewhere how many contents would stay at their origin
   * @param elsewhereBytes of these
   */
  public record Sizes(
      int packages,
      int files,
      long bytes,
      int stored,
      long storedBytes,
      int elsewhere,
      long elsewhereBytes) {}

  /**
   * How much would be different.
   *
   * @param added packages that the release before has not
   * @param removed packages that only the release before has
   * @param changed packages in another version, or with other bytes
   * @param files other files that came, went or changed
   * @param broken packages that could not be installed any more
   */
  public record Counts(int added, int removed, int changed, int files, int broken) {}

  /**
   * A package that could not be installed.
   *
   * @param id the package
   * @param explanation for people, over several lines
   */
  public record Broken(String id, String explanation) {}

  /** Copies the lists. */
  public PublishPreview {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    broken = List.copyOf(broken);
  }

  static PublishPreview of(Preview preview, int limit) {
    return new PublishPreview(
        preview.release(),
        preview.before(),
        preview.format(),
        new Sizes(
            preview.packages(),
            preview.files(),
            preview.bytes(),
            preview.stored(),
            preview.storedBytes(),
            preview.elsewhere(),
            preview.elsewhereBytes()),
        new Counts(
            Kind.ADDED.in(preview.changes()),
            Kind.REMOVED.in(preview.changes()),
            Kind.PATCH.in(preview.changes()) + Kind.VERSION.in(preview.changes()),
            preview.others().size(),
            preview.broken().size()),
        preview.changes().stream()
            .limit(limit)
            .map(change ->
                new PackageChange(
                    change.kind(), change.before().map(Composition.Entry::unit), change.after()))
            .toList(),
        preview.others().stream().limit(limit).toList(),
        preview.broken().stream().limit(limit).map(PublishPreview::told).toList(),
        preview.unchecked());
  }

  private static Broken told(Uninstallable broken) {
    return new Broken(broken.id().toString(), broken.text());
  }
}
