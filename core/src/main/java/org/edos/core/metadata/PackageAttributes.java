package org.edos.core.metadata;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * What a package is, apart from which version of it: by this a patch, which only mends a package,
 * is told from a version that is something else.
 */
public final class PackageAttributes {
  private static final Sha256 NO_HASH = Sha256.of(new byte[0]);
  private static final String ITS_VERSION = "its version";

  private PackageAttributes() {}

  /**
   * Whether two versions have the same attributes: everything but version, hash, sizes, date and
   * list of files. A relation that names the package's own version is the same in both.
   */
  public static boolean same(PackageMetadata one, PackageMetadata other) {
    return of(one).equals(of(other));
  }

  private static PackageMetadata of(PackageMetadata p) {
    PackageId id = p.id();
    return new PackageMetadata(
        new PackageId(id.format(), id.distribution(), id.name(), ITS_VERSION, id.architecture()),
        NO_HASH,
        0,
        0,
        p.summary(),
        p.description(),
        p.category(),
        p.license(),
        p.maintainer(),
        p.homepage(),
        p.source(),
        Optional.empty(),
        p.relations().stream().map(relation -> of(relation, id.version())).toList(),
        List.of());
  }

  private static Relation of(Relation relation, String version) {
    return new Relation(
        relation.kind(),
        relation.alternatives().stream()
            .map(capability ->
                capability.version().equals(version)
                    ? new Capability(capability.name(), capability.operator(), ITS_VERSION)
                    : capability)
            .toList());
  }
}
