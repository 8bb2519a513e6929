package org.edos.core.attribute;

import java.util.List;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;

/**
 * Tells a patch, which mends a unit without changing what it is, from a version that is something
 * else: a patch has the signature of the unit before, but for the version.
 */
public final class Patches {
  private static final String ITS_VERSION = "its-version";

  private Patches() {}

  /**
   * Whether two versions of a package have the same signature, but for their versions. A relation
   * that names the package's own version is the same in both; which files a package installs is not
   * looked at.
   */
  public static boolean isPatch(PackageMetadata before, PackageMetadata after) {
    return of(before).equals(of(after));
  }

  private static Signature of(PackageMetadata p) {
    PackageId id = p.id();
    return Signature.of(
        p.draft()
            .id(
                new PackageId(
                    id.format(), id.distribution(), id.name(), ITS_VERSION, id.architecture()))
            .relations(p.relations().stream().map(relation -> of(relation, id.version())).toList())
            .files(List.of())
            .finished());
  }

  private static Relation of(Relation relation, String version) {
    return new Relation(
        relation.kind(),
        relation.alternatives().stream()
            .map(capability ->
                capability.version().equals(version)
                    ? new Capability(
                        capability.name(),
                        capability.operator(),
                        ITS_VERSION,
                        capability.architecture())
                    : capability)
            .toList());
  }
}
