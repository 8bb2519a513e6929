package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * The whole release for everybody who wants a part of it, as installer images are distributed:
 * every member fetches all of it, what nobody asked for as well.
 */
public final class WholeRelease implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "whole";

  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final MergeLimits LIMITS = new MergeLimits(0, 0, Integer.MAX_VALUE, ANY, ANY);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MergeLimits limits() {
    return LIMITS;
  }

  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    WishTable table = new WishTable(composition, wishes);
    List<Cluster> clusters = new ArrayList<>();
    int[] members = table.requesters();
    if (members.length > 0) {
      for (int[] positions : TorrentRoom.split(table, table.everything())) {
        clusters.add(table.cluster(clusters.size(), positions, members, false));
      }
    }
    return new ClusterPlan(composition.id(), digest, name(), clusters);
  }
}
