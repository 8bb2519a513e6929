package org.edos.role.publish;

import java.util.Collection;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/** A way to turn wish lists into clusters: a pure function. */
public interface ClusterStrategy {
  /** The name by which people choose it. */
  String name();

  /** How much that they do not wish late peers may be brought, to join clusters that run. */
  default MergeLimits limits() {
    return MergeLimits.DEFAULT;
  }

  /**
   * Plans the clusters. Every wish is covered; the plan depends on nothing but the arguments.
   *
   * @param composition what the wish lists count positions in
   * @param digest the composition's hash
   * @param wishes one per peer
   */
  ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes);
}
