package org.edos.physical.snapshot;

import java.time.Instant;
import org.edos.core.unit.Sha256;

/**
 * An index of packages that came here.
 *
 * @param folder of the root that lists it
 * @param index which of that root's, whatever its packing and generation
 * @param base what its paths are relative to, {@code host[:port]/path/} or {@code
 *     https://host[:port]/path/}
 * @param sha256 of the index's file
 * @param unit whether it lists packages, rather than patches
 * @param made when its repository's root was made
 */
public record PackageIndex(
    String folder, String index, String base, Sha256 sha256, boolean unit, Instant made) {}
