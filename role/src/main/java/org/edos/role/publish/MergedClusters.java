package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * Strict clusters, merged while one swarm less is worth more than the bytes that members of either
 * then get without having wished for them (see {@link Merging}). Every member fetches all of a
 * merged cluster. Peers that would still be in too many swarms have their smallest clusters in
 * common ones, of which each member fetches what it wishes: that brings nothing unwanted, and holds
 * the bound where merging cannot.
 */
public final class MergedClusters implements ClusterStrategy {
  /** The strategy's name. */
  public static final String NAME = "merged";

  /** Sets of members are bits; so many 64-bit words of them fit into 256 MiB. */
  private static final long MOST_WORDS = 32L << 20;

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
    long[] bytes =
        IntStream.range(0, groups.count())
            .mapToLong(group -> Arrays.stream(groups.positions(group)).mapToLong(table::size).sum())
            .toArray();
    int[][] members = groups.members();
    BitSet small = beyondMemory(table, bytes);
    List<MergedCluster> merged = new ArrayList<>();
    List<MergedCluster> pooled = new ArrayList<>();
    int[] others = IntStream.range(0, groups.count()).filter(g -> !small.get(g)).toArray();
    Merging merging = new Merging(table, limits, others, bytes, members);
    merged.addAll(merging.merge());
    small.stream()
        .forEach(group ->
            pooled.add(new MergedCluster(new int[] {group}, bytes[group], members[group])));
    pool(table.peers(), merged, pooled);
    return new ClusterPlan(
        composition.id(), digest, name(), clusters(table, groups, merged, pooled));
  }

  /** The groups of fewest bytes, so that the others' members fit into memory; mostly none. */
  private static BitSet beyondMemory(WishTable table, long[] bytes) {
    BitSet small = new BitSet();
    int room = (int) Math.min(bytes.length, MOST_WORDS / (table.peers() / 64 + 1));
    IntStream.range(0, bytes.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer group) -> bytes[group]).thenComparing(g -> g))
        .limit(bytes.length - room)
        .forEach(small::set);
    return small;
  }

  /** Moves the smallest clusters of peers that are in too many of them. */
  private void pool(int peers, List<MergedCluster> merged, List<MergedCluster> pooled) {
    int[] swarms = new int[peers];
    boolean[] inPool = new boolean[peers];
    merged.forEach(cluster -> Arrays.stream(cluster.members()).forEach(peer -> swarms[peer]++));
    pooled.forEach(
        cluster -> Arrays.stream(cluster.members()).forEach(peer -> inPool[peer] = true));
    merged.sort(
        Comparator.comparingLong(MergedCluster::bytes)
            .thenComparing(cluster -> cluster.groups()[0]));
    List<MergedCluster> kept = new ArrayList<>();
    for (MergedCluster cluster : merged) {
      boolean tooMany =
          Arrays.stream(cluster.members())
              .anyMatch(peer -> swarms[peer] + (inPool[peer] ? 1 : 0) > limits.mostSwarms());
      if (tooMany) {
        pooled.add(cluster);
        for (int peer : cluster.members()) {
          swarms[peer]--;
          inPool[peer] = true;
        }
      } else {
        kept.add(cluster);
      }
    }
    merged.clear();
    merged.addAll(kept);
    merged.sort(Comparator.comparingInt(cluster -> cluster.groups()[0]));
  }

  private static List<Cluster> clusters(
      WishTable table,
      RequesterGroups groups,
      List<MergedCluster> merged,
      List<MergedCluster> pooled) {
    List<Cluster> clusters = new ArrayList<>();
    for (MergedCluster cluster : merged) {
      for (int[] part : TorrentRoom.split(table, positions(groups, cluster.groups()))) {
        clusters.add(table.cluster(clusters.size(), part, cluster.members(), false));
      }
    }
    int[] inPool =
        positions(
            groups,
            pooled.stream().flatMapToInt(cluster -> Arrays.stream(cluster.groups())).toArray());
    if (inPool.length > 0) {
      for (int[] part : TorrentRoom.split(table, inPool)) {
        clusters.add(table.cluster(clusters.size(), part, table.requesters(part), true));
      }
    }
    return clusters;
  }

  private static int[] positions(RequesterGroups groups, int[] chosen) {
    return Arrays.stream(chosen)
        .flatMap(group -> Arrays.stream(groups.positions(group)))
        .sorted()
        .toArray();
  }
}
