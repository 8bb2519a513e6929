package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PeerSet;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.PlanBytes.PeerBytes;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * Extends a running plan for wish lists that came late. What runs goes on as it is: a late peer
 * becomes a member of clusters that hold what it wants, those of which it would have to fetch too
 * much else left aside; what it finds in none of them becomes new clusters. For one thread, once.
 */
public final class LatePlanning {
  /** What a late peer wants of a running cluster. */
  private final class Found {
    final Cluster cluster;
    final boolean member;
    final List<Integer> positions = new ArrayList<>();
    private long bytes;

    Found(Cluster cluster, PeerId peer) {
      this.cluster = cluster;
      this.member = cluster.members().contains(peer);
    }

    void add(int position) {
      positions.add(position);
      bytes += table.size(position);
    }

    /** What the peer would have to fetch besides. */
    long surplus() {
      return cluster.selective() ? 0 : cluster.bytes() - bytes;
    }
  }

  private final ClusterPlan running;
  private final MergeLimits limits;
  private final WishTable table;
  private final Map<PeerId, PeerBytes> before;
  private final Map<Sha256, Integer> positions = new HashMap<>();
  private final Map<Integer, List<Integer>> clustersOf = new HashMap<>();
  private final Map<Integer, TreeSet<PeerId>> joining = new TreeMap<>();
  private long unwantedLeft;

  private LatePlanning(
      MergeLimits limits,
      Composition composition,
      ClusterPlan running,
      Collection<WishList> runningWishes,
      WishTable table) {
    this.running = running;
    this.limits = limits;
    this.table = table;
    PlanBytes bytes = PlanBytes.of(composition, running, runningWishes);
    this.before = bytes.peers();
    long wanted = bytes.wantedBytes();
    for (int peer = 0; peer < table.peers(); peer++) {
      wanted += table.wantedBytes(peer);
    }
    this.unwantedLeft = share(limits.unwantedShare(), wanted) - bytes.unwantedBytes();
    composition.contents().keySet().forEach(content -> positions.put(content, positions.size()));
    for (Cluster cluster : running.clusters()) {
      for (Sha256 content : cluster.contents()) {
        int position = positions.getOrDefault(content, -1);
        clustersOf.computeIfAbsent(position, p -> new ArrayList<>(1)).add(cluster.number());
      }
    }
  }

  /**
   * The plan extended: the running clusters in their places, with more members and the same
   * contents, then the new ones. Every late wish is covered. A pure function.
   *
   * @param strategy of the running plan; plans what is in no running cluster
   * @param runningWishes that the running plan was made for
   * @param late one per peer; a peer of the running plan may be among them, with a new wish list
   */
  public static ClusterPlan extend(
      ClusterStrategy strategy,
      Composition composition,
      ClusterPlan running,
      Collection<WishList> runningWishes,
      Collection<WishList> late) {
    WishTable table = new WishTable(composition, late);
    LatePlanning planning =
        new LatePlanning(strategy.limits(), composition, running, runningWishes, table);
    List<WishList> unmet = new ArrayList<>();
    for (int peer = 0; peer < table.peers(); peer++) {
      BitSet missing = planning.join(peer);
      if (!missing.isEmpty()) {
        unmet.add(
            new WishList(running.release(), running.composition(), table.peer(peer), missing));
      }
    }
    List<Cluster> clusters = planning.joined();
    for (Cluster added : strategy.plan(composition, running.composition(), unmet).clusters()) {
      clusters.add(
          new Cluster(
              clusters.size(),
              added.contents(),
              added.bytes(),
              added.members(),
              added.selective()));
    }
    return new ClusterPlan(running.release(), running.composition(), running.strategy(), clusters);
  }

  /** Finds a peer its running clusters; returns what is in none of them. */
  private BitSet join(int peer) {
    PeerId id = table.peer(peer);
    BitSet missing = new BitSet();
    table.eachWanted(peer, missing::set);
    Map<Integer, Found> found = new TreeMap<>();
    for (int position : missing.stream().toArray()) {
      for (int number : clustersOf.getOrDefault(position, List.of())) {
        found.computeIfAbsent(number, n -> new Found(running.clusters().get(n), id)).add(position);
      }
    }
    PeerBytes had = before.getOrDefault(id, new PeerBytes(0, 0, 0));
    long left = share(limits.peerUnwantedShare(), table.wantedBytes(peer)) - had.unwantedBytes();
    for (Found cluster : inOrder(found.values())) {
      long surplus = cluster.member ? 0 : cluster.surplus();
      boolean affordable = surplus == 0 || surplus <= Math.min(left, unwantedLeft);
      if (affordable && cluster.positions.stream().anyMatch(missing::get)) {
        cluster.positions.forEach(missing::clear);
        left -= surplus;
        unwantedLeft -= surplus;
        if (!cluster.member) {
          joining.computeIfAbsent(cluster.cluster.number(), n -> new TreeSet<>()).add(id);
        }
      }
    }
    return missing;
  }

  /** Those that the peer is in already, then those that bring it least that it does not want. */
  private static List<Found> inOrder(Collection<Found> found) {
    return found.stream()
        .sorted(
            Comparator.comparing((Found f) -> !f.member)
                .thenComparingLong(Found::surplus)
                .thenComparingInt(f -> f.cluster.number()))
        .toList();
  }

  private List<Cluster> joined() {
    List<Cluster> clusters = new ArrayList<>();
    for (Cluster cluster : running.clusters()) {
      TreeSet<PeerId> more = joining.get(cluster.number());
      if (more == null) {
        clusters.add(cluster);
      } else {
        clusters.add(
            new Cluster(
                cluster.number(),
                cluster.contents(),
                cluster.bytes(),
                PeerSet.copyOf(cluster.members()).with(more),
                cluster.selective()));
      }
    }
    return clusters;
  }

  /** A share of bytes; all that there are where the share has no bound. */
  private static long share(double share, long bytes) {
    return (long) (share * bytes);
  }
}
