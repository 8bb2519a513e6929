package org.edos.core.release;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * A release in a list of releases.
 *
 * @param id the release
 * @param number of its composition
 * @param created when it was published
 * @param expires when it is no longer to be taken for the newest
 * @param format apt's or dnf's
 * @param packages how many distinct packages
 * @param utilities how many distinct utilities
 * @param bytes of the distinct contents
 * @param composition hash of the composition
 */
public record PublishedRelease(
    ReleaseId id,
    long number,
    Instant created,
    Instant expires,
    PackageFormat format,
    int packages,
    int utilities,
    long bytes,
    Sha256 composition) {
  /**
   * Does nothing if this may take the place of an earlier state of the same release.
   *
   * @throws EdosException (usage) if that has a number as high
   */
  public void requireNewerThan(PublishedRelease before) {
    if (number <= before.number()) {
      throw EdosException.usage(
          "release %s is published already with number %d, which %d does not replace"
              .formatted(id, before.number(), number));
    }
  }

  /** What a list says of a composition with this digest. */
  public static PublishedRelease of(Composition composition, Sha256 digest) {
    Map<Boolean, Set<UnitId>> units =
        composition.entries().stream()
            .map(Composition.Entry::unit)
            .collect(Collectors.partitioningBy(PackageId.class::isInstance, Collectors.toSet()));
    return new PublishedRelease(
        composition.id(),
        composition.number(),
        composition.created(),
        composition.expires(),
        composition.format(),
        units.getOrDefault(true, Set.of()).size(),
        units.getOrDefault(false, Set.of()).size(),
        composition.bytes(),
        digest);
  }
}
