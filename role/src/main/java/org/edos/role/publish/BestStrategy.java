package org.edos.role.publish;

import java.util.Collection;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * The strategy that measures best: one swarm, of which each peer fetches what it wishes. Peers with
 * different wishes then help one another with whatever they share, and each pair of them needs one
 * connection. Its price is that every peer fetches the description of the whole torrent; where
 * these would take the publisher noticeably long, for thousands of peers or a whole distribution,
 * strict clusters describe to each peer what it wants alone.
 */
public final class BestStrategy implements ClusterStrategy {
  /** Descriptions may be this part of one copy of what is wished. */
  private static final double DESCRIPTIONS = 0.05;

  private final ClusterStrategy one = new SingleSwarm();
  private final ClusterStrategy many = new StrictClusters();

  @Override
  public String name() {
    return "best";
  }

  /** Named for the strategy that was chosen. */
  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    ClusterPlan single = one.plan(composition, digest, wishes);
    PlanOutlook outlook = outlook(composition, single, wishes);
    if (outlook.metainfoBytes() <= DESCRIPTIONS * outlook.distinctBytes()) {
      return single;
    }
    ClusterPlan strict = many.plan(composition, digest, wishes);
    boolean cheaper =
        outlook(composition, strict, wishes).expectedSeconds() < outlook.expectedSeconds();
    return cheaper ? strict : single;
  }

  private static PlanOutlook outlook(
      Composition composition, ClusterPlan plan, Collection<WishList> wishes) {
    return PlanOutlooks.of(composition, plan, wishes, Rates.ASSUMED);
  }
}
