package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
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
    List<WishList> ordered = wishes.stream().sorted(Comparator.comparing(WishList::peer)).toList();
    List<Map.Entry<Sha256, Long>> contents = List.copyOf(composition.contents().entrySet());
    Map<BitSet, List<Integer>> byRequesters = new LinkedHashMap<>();
    for (int position = 0; position < contents.size(); position++) {
      BitSet requesters = requesters(ordered, position);
      boolean empty = contents.get(position).getValue() == 0;
      if (!requesters.isEmpty() && !empty) {
        byRequesters.computeIfAbsent(requesters, r -> new ArrayList<>()).add(position);
      }
    }
    List<Cluster> clusters = new ArrayList<>();
    byRequesters.forEach((requesters, positions) ->
        clusters.add(cluster(clusters.size(), requesters, positions, ordered, contents)));
    return new ClusterPlan(composition.id(), digest, name(), clusters);
  }

  private static BitSet requesters(List<WishList> wishes, int position) {
    BitSet requesters = new BitSet(wishes.size());
    for (int peer = 0; peer < wishes.size(); peer++) {
      requesters.set(peer, wishes.get(peer).wanted().get(position));
    }
    return requesters;
  }

  private static Cluster cluster(
      int number,
      BitSet requesters,
      List<Integer> positions,
      List<WishList> wishes,
      List<Map.Entry<Sha256, Long>> contents) {
    TreeSet<PeerId> members = new TreeSet<>();
    requesters.stream().forEach(peer -> members.add(wishes.get(peer).peer()));
    long bytes = positions.stream().mapToLong(position -> contents.get(position).getValue()).sum();
    List<Sha256> hashes =
        positions.stream().map(position -> contents.get(position).getKey()).toList();
    return new Cluster(number, hashes, bytes, members, true);
  }
}
