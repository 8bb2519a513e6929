package org.edos.core.swarm;

import java.net.URI;
import org.edos.core.EdosException;

/**
 * Tells a peer that a mirror has an offer for it.
 *
 * @param mirror the address of its daemon, {@code http://host:port}
 * @param offer the offer's id there, 32 hexadecimal digits that nobody guesses
 */
public record ReplicaNotice(URI mirror, String offer) {
  /** Checks the id. */
  public ReplicaNotice {
    requireId(offer);
  }

  /**
   * Does nothing for the id of an offer.
   *
   * @throws EdosException (usage) if it is none
   */
  public static void requireId(String offer) {
    if (!offer.matches("[0-9a-f]{32}")) {
      throw EdosException.usage("an offer's id is 32 hexadecimal digits");
    }
  }
}
