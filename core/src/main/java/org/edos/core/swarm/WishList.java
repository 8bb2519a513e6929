package org.edos.core.swarm;

import java.util.BitSet;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * What one peer wants of a release: the contents that it lacks.
 *
 * @param release the release
 * @param composition hash of the composition that the positions count in
 * @param peer who wants them
 * @param wanted positions in {@link Composition#contents()}; treated as immutable
 */
public record WishList(ReleaseId release, Sha256 composition, PeerId peer, BitSet wanted) {}
