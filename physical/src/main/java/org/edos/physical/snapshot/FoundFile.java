package org.edos.physical.snapshot;

import java.time.Instant;
import java.util.Optional;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;

/**
 * What stands behind an address.
 *
 * @param base what the paths are relative to: the folder of the root that lists it, or what its
 *     index's paths are relative to
 * @param file what it must be
 * @param modified when the oldest repository known to list it was made
 * @param current whether the repository's current snapshot lists it, rather than one before
 * @param unit whether it is a package
 * @param listed how the root lists it, if it does so itself
 */
public record FoundFile(
    String base,
    KnownFile file,
    Instant modified,
    boolean current,
    boolean unit,
    Optional<ListedFile> listed) {}
