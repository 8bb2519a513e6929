package org.edos.core.release;

import java.time.Instant;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;

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
    Sha256 composition) {}
