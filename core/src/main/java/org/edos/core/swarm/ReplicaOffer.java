package org.edos.core.swarm;

import java.time.Instant;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.unit.UnitId;

/**
 * Units that a mirror holds and would have others hold, too. It stays with the mirror: whoever is
 * told of it asks the mirror for it, so that it needs no signature.
 *
 * @param units 1 to {@link Offer#MOST_UNITS}
 * @param expires when it is no longer good
 */
public record ReplicaOffer(List<UnitId> units, Instant expires) {
  /** Copies the list. */
  public ReplicaOffer {
    units = List.copyOf(units);
    if (units.isEmpty() || units.size() > Offer.MOST_UNITS) {
      throw EdosException.usage("an offer names 1 to " + Offer.MOST_UNITS + " units");
    }
  }
}
