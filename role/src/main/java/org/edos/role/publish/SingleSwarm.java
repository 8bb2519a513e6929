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
 * One swarm for everything that anybody wants, of which each peer fetches what it wishes; several
 * where one torrent would be beyond its bounds.
 */
public final class SingleSwarm implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "single";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    WishTable table = new WishTable(composition, wishes);
    List<Cluster> clusters = new ArrayList<>();
    int[] requested = table.requested();
    if (requested.length > 0) {
      for (int[] positions : TorrentRoom.split(table, requested)) {
        clusters.add(table.cluster(clusters.size(), positions, table.requesters(positions), true));
      }
    }
    return new ClusterPlan(composition.id(), digest, name(), clusters);
  }
}
