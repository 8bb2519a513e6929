package org.edos.core.swarm;

import java.util.BitSet;
import org.edos.core.EdosException;
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
 * @param rates what the peer says it can send and receive
 */
public record WishList(
    ReleaseId release, Sha256 composition, PeerId peer, BitSet wanted, Rates rates) {
  /**
   * A peer's own limits, in bytes a second.
   *
   * @param upload 0 if it is not known
   * @param download 0 if it is not known
   */
  public record Rates(long upload, long download) {
    /** Nothing is known. */
    public static final Rates UNKNOWN = new Rates(0, 0);

    /** Refuses rates below nothing. */
    public Rates {
      if (upload < 0 || download < 0) {
        throw EdosException.usage("a rate is 0 or more bytes a second");
      }
    }
  }

  /** The wishes of a peer of which no rates are known. */
  public WishList(ReleaseId release, Sha256 composition, PeerId peer, BitSet wanted) {
    this(release, composition, peer, wanted, Rates.UNKNOWN);
  }

  /** The same wishes of a peer with these rates. */
  public WishList at(Rates known) {
    return new WishList(release, composition, peer, wanted, known);
  }
}
