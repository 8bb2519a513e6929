package org.edos.physical.dissemination;

import java.net.URI;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SignedOffer;

/** How a publisher's offers reach chosen peers. Safe for use by many threads. */
@FunctionalInterface
public interface Offers {
  /**
   * Offers, and says who accepted.
   *
   * @param peer address of its daemon
   * @throws EdosException refused if it takes no offers, or not this publisher's; not found if it
   *     does not see the release; external if it cannot be reached
   */
  PeerId offer(URI peer, SignedOffer offer);
}
