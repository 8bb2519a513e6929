package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * Strict clusters, merged while one swarm less is worth more than the bytes that members of either
 * then get without having wished for them (see {@link Merging}). Every member fetches all of a
 * merged cluster.
 *
 * <p>Where that leaves peers in too many swarms, their clusters are merged further, into ones of
 * which each member fetches what it wishes: nothing unwanted then, but longer descriptions of
 * torrents, so these are what is weighed against a swarm, whose price is raised until nobody is in
 * too many.
 */
public final class MergedClusters implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "merged";

  /** Sets of members are bits; so many 64-bit words of them fit into 256 MiB. */
  private static final long MOST_WORDS = 32L << 20;

  private static final int MOST_ROUNDS = 20;
  private static final int FIRST_PRICE = 16;
  private static final int PRICE_RISE = 2;
  private static final Comparator<MergedCluster> BY_FIRST =
      Comparator.comparingInt(cluster -> cluster.positions()[0]);

  private final MergeLimits limits;

  /** With {@link MergeLimits#DEFAULT}. */
  public MergedClusters() {
    this(MergeLimits.DEFAULT);
  }

  MergedClusters(MergeLimits limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MergeLimits limits() {
    return limits;
  }

  @Override
  public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
    WishTable table = new WishTable(composition, wishes);
    RequesterGroups groups = new RequesterGroups(table);
    int[][] members = groups.members();
    List<MergedCluster> strict = new ArrayList<>();
    for (int group = 0; group < groups.count(); group++) {
      int[] positions = groups.positions(group);
      long bytes = Arrays.stream(positions).mapToLong(table::size).sum();
      strict.add(new MergedCluster(positions, bytes, members[group], false));
    }
    List<MergedCluster> merged = merged(table, strict);
    long price = FIRST_PRICE * Math.max(1, limits.memberCost());
    for (int round = 0; round < MOST_ROUNDS && !crowded(table, merged).isEmpty(); round++) {
      merged = bundled(table, merged, price);
      price *= PRICE_RISE;
    }
    return new ClusterPlan(
        composition.id(), digest, name(), clusters(table, pooled(table, merged)));
  }

  /** Merged within the bounds on unwanted bytes. */
  private List<MergedCluster> merged(WishTable table, List<MergedCluster> strict) {
    long[] wanted = IntStream.range(0, table.peers()).mapToLong(table::wantedBytes).toArray();
    Merging.Budget budget =
        new Merging.Budget(
            (long) (limits.unwantedShare() * Arrays.stream(wanted).sum()),
            Arrays.stream(wanted).map(own -> (long) (limits.peerUnwantedShare() * own)).toArray());
    return merged(strict, limits.memberCost(), budget, MergedCluster::bytes, false);
  }

  /** Those of crowded peers merged, whatever that brings their members in descriptions. */
  private List<MergedCluster> bundled(WishTable table, List<MergedCluster> all, long price) {
    BitSet crowded = crowded(table, all);
    Predicate<MergedCluster> isTheirs =
        cluster -> Arrays.stream(cluster.members()).anyMatch(crowded::get);
    List<MergedCluster> bundled = new ArrayList<>();
    bundled.addAll(all.stream().filter(isTheirs.negate()).toList());
    bundled.addAll(
        merged(
            all.stream().filter(isTheirs).toList(),
            price,
            Merging.Budget.unbounded(table.peers()),
            MergedCluster::describedBytes,
            true));
    bundled.sort(BY_FIRST);
    return bundled;
  }

  private List<MergedCluster> merged(
      List<MergedCluster> clusters,
      long memberCost,
      Merging.Budget budget,
      ToLongFunction<MergedCluster> weight,
      boolean selective) {
    int words = budget.each().length / Long.SIZE + 1;
    // The smallest ones wait where the members of all would take too much memory; mostly none.
    List<MergedCluster> chosen =
        clusters.stream()
            .sorted(
                Comparator.comparingLong(MergedCluster::bytes).reversed().thenComparing(BY_FIRST))
            .limit(MOST_WORDS / words)
            .sorted(BY_FIRST)
            .toList();
    Set<Integer> firsts = new HashSet<>();
    chosen.forEach(cluster -> firsts.add(cluster.positions()[0]));
    Merging merging =
        new Merging(
            limits.publisherCost(),
            memberCost,
            budget,
            chosen.stream().mapToLong(weight).toArray(),
            chosen.stream().map(MergedCluster::members).toArray(int[][]::new));
    List<MergedCluster> merged = new ArrayList<>();
    for (int[] parts : merging.merge()) {
      merged.add(MergedCluster.of(Arrays.stream(parts).mapToObj(chosen::get).toList(), selective));
    }
    clusters.stream().filter(c -> !firsts.contains(c.positions()[0])).forEach(merged::add);
    merged.sort(BY_FIRST);
    return merged;
  }

  /** The peers that are in too many. */
  private BitSet crowded(WishTable table, List<MergedCluster> clusters) {
    int[] swarms = swarms(table, clusters);
    BitSet crowded = new BitSet();
    IntStream.range(0, swarms.length)
        .filter(peer -> swarms[peer] > limits.mostSwarms())
        .forEach(crowded::set);
    return crowded;
  }

  private static int[] swarms(WishTable table, List<MergedCluster> clusters) {
    int[] swarms = new int[table.peers()];
    clusters.forEach(cluster -> Arrays.stream(cluster.members()).forEach(peer -> swarms[peer]++));
    return swarms;
  }

  /** The smallest clusters of peers that are still in too many as one, whatever it costs. */
  private List<MergedCluster> pooled(WishTable table, List<MergedCluster> clusters) {
    int[] swarms = swarms(table, clusters);
    BitSet inPool = new BitSet();
    List<MergedCluster> pool = new ArrayList<>();
    List<MergedCluster> left = new ArrayList<>();
    for (MergedCluster cluster :
        clusters.stream()
            .sorted(Comparator.comparingLong(MergedCluster::bytes).thenComparing(BY_FIRST))
            .toList()) {
      boolean tooMany =
          Arrays.stream(cluster.members())
              .anyMatch(peer -> swarms[peer] + (inPool.get(peer) ? 1 : 0) > limits.mostSwarms());
      (tooMany ? pool : left).add(cluster);
      if (tooMany) {
        Arrays.stream(cluster.members()).forEach(peer -> swarms[peer]--);
        Arrays.stream(cluster.members()).forEach(inPool::set);
      }
    }
    if (!pool.isEmpty()) {
      left.add(MergedCluster.of(pool, true));
    }
    left.sort(BY_FIRST);
    return left;
  }

  private static List<Cluster> clusters(WishTable table, List<MergedCluster> merged) {
    List<Cluster> clusters = new ArrayList<>();
    for (MergedCluster cluster : merged) {
      List<int[]> parts = TorrentRoom.split(table, cluster.positions());
      for (int[] part : parts) {
        boolean whole = parts.size() == 1 || !cluster.selective();
        int[] members = whole ? cluster.members() : table.requesters(part);
        clusters.add(table.cluster(clusters.size(), part, members, cluster.selective()));
      }
    }
    return clusters;
  }
}
