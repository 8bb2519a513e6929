package org.edos.actor;

import java.time.Instant;
import java.util.List;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * What publishing came to: a {@link PublishedRelease}, whose components these are, and what it
 * broke.
 *
 * @param broken packages that cannot be installed, and could be in the newest release of that name
 *     before or were not there; nothing where the publisher's policy is not to look
 */
public record NewRelease(
    ReleaseId id,
    long number,
    Instant created,
    Instant expires,
    PackageFormat format,
    int packages,
    int utilities,
    long bytes,
    Sha256 composition,
    List<UnitId> broken) {
  /** Copies the list. */
  public NewRelease {
    broken = List.copyOf(broken);
  }

  static NewRelease of(PublishedRelease release, List<UnitId> broken) {
    return new NewRelease(
        release.id(),
        release.number(),
        release.created(),
        release.expires(),
        release.format(),
        release.packages(),
        release.utilities(),
        release.bytes(),
        release.composition(),
        broken);
  }

  /** The release that is visible now. */
  public PublishedRelease release() {
    return new PublishedRelease(
        id, number, created, expires, format, packages, utilities, bytes, composition);
  }
}
