package org.edos.physical.dissemination;

import java.net.URI;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;

/**
 * How a mirror's offers of what it holds reach chosen peers: these are told, and ask the mirror
 * itself for the offer, since a notice may come from anybody. Safe for use by many threads.
 */
public interface ReplicaOffers {
  /**
   * Tells a peer of an offer, and says who accepted.
   *
   * @param peer address of its daemon
   * @throws EdosException refused if it takes no offers, or none of this mirror; external if it
   *     cannot be reached
   */
  PeerId tell(URI peer, ReplicaNotice notice);

  /**
   * The offer that a notice is of, as its mirror has it.
   *
   * @throws EdosException not found if the mirror has no such offer; external if it cannot be
   *     reached
   */
  ReplicaOffer read(ReplicaNotice notice);

  /** Reaches nobody. */
  static ReplicaOffers none() {
    return new ReplicaOffers() {
      @Override
      public PeerId tell(URI peer, ReplicaNotice notice) {
        throw EdosException.external("cannot reach " + peer);
      }

      @Override
      public ReplicaOffer read(ReplicaNotice notice) {
        throw EdosException.external("cannot reach " + notice.mirror());
      }
    };
  }
}
