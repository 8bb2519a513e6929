package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/** A swarm for every content that anybody wants, of those who want it. */
public final class ClusterPerContent implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "per-package";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    WishTable table = new WishTable(composition, wishes);
    int[][] members = table.wishers();
    List<Cluster> clusters = new ArrayList<>();
    for (int position = 0; position < members.length; position++) {
      if (members[position].length > 0) {
        int[] alone = {position};
        clusters.add(table.cluster(clusters.size(), alone, members[position], true));
      }
    }
    return new ClusterPlan(composition.id(), digest, name(), clusters);
  }
}
