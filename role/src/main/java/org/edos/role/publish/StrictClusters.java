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
 * Strict clusters: contents that exactly the same peers want are one cluster, so nobody receives an
 * unwanted byte. After the definition of a cluster in "Large Scale P2P Distribution of Open-Source
 * Software" (VLDB 2007), section 2.3.
 */
public final class StrictClusters implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "strict";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    WishTable table = new WishTable(composition, wishes);
    RequesterGroups groups = new RequesterGroups(table);
    int[][] members = groups.members();
    List<Cluster> clusters = new ArrayList<>();
    for (int group = 0; group < groups.count(); group++) {
      for (int[] positions : TorrentRoom.split(table, groups.positions(group))) {
        clusters.add(table.cluster(clusters.size(), positions, members[group], true));
      }
    }
    return new ClusterPlan(composition.id(), digest, name(), clusters);
  }
}
