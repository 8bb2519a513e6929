package org.edos.role.publish;

import java.util.Optional;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/** Packages whose bytes were verified and described before. Safe for use by many threads. */
@FunctionalInterface
interface KnownPackages {
  /** None. */
  KnownPackages NONE = (unit, content) -> Optional.empty();

  /** What is known of a package with this content, if the store has it. */
  Optional<PackageMetadata> find(PackageId unit, Sha256 content);
}
