package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;

/**
 * Extends the plan of a running flash crowd for peers that come late. A late peer becomes a member
 * of every running cluster that brings it something and nothing unwanted; for what is left, strict
 * clusters of the late peers alone are added. Running clusters keep their numbers and contents. A
 * pure function.
 */
final class LateJoining {
  private LateJoining() {}

  /** The plan, with these peers in it. */
  static ClusterPlan extend(
      Composition composition, Positions positions, ClusterPlan plan, Collection<WishList> late) {
    List<SortedSet<PeerId>> members = new ArrayList<>();
    List<BitSet> contents = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      members.add(new TreeSet<>(cluster.members()));
      contents.add(positions.of(cluster.contents()));
    }
    List<WishList> rest = new ArrayList<>();
    for (WishList wish : late) {
      BitSet wanted = positions.toBring(wish.wanted());
      BitSet left = (BitSet) wanted.clone();
      for (int number = 0; number < contents.size(); number++) {
        Cluster cluster = plan.clusters().get(number);
        BitSet brought = contents.get(number);
        if (fits(brought, left, wanted, cluster.selective())) {
          members.get(number).add(wish.peer());
          left.andNot(brought);
        }
      }
      rest.add(new WishList(wish.release(), wish.composition(), wish.peer(), left));
    }
    List<Cluster> clusters = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      clusters.add(
          new Cluster(
              cluster.number(),
              cluster.contents(),
              cluster.bytes(),
              members.get(cluster.number()),
              cluster.selective()));
    }
    for (Cluster fresh :
        new StrictClusters().plan(composition, plan.composition(), rest).clusters()) {
      clusters.add(
          new Cluster(
              clusters.size(),
              fresh.contents(),
              fresh.bytes(),
              fresh.members(),
              fresh.selective()));
    }
    return new ClusterPlan(plan.release(), plan.composition(), plan.strategy(), clusters);
  }

  private static boolean fits(BitSet brought, BitSet left, BitSet wanted, boolean selective) {
    if (!brought.intersects(left)) {
      return false;
    }
    BitSet unwanted = (BitSet) brought.clone();
    unwanted.andNot(wanted);
    return selective || unwanted.isEmpty();
  }
}
