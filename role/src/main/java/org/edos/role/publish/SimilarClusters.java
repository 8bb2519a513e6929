package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** Which clusters may be worth merging. For one thread. */
sealed interface SimilarClusters {
  /**
   * Takes a cluster in.
   *
   * @param cluster numbered upwards
   * @param members ascending
   * @param weight its bytes times its members
   */
  void add(int cluster, int[] members, long weight);

  /** Takes a merged cluster in, and the two that it was merged from out. */
  void join(int one, int other, int merged, long weight);

  /** Gives each of the clusters of lower numbers that are similar, once. */
  void eachBefore(int cluster, IntConsumer consumer);

  /** Every cluster is as good as another. */
  final class All implements SimilarClusters {
    private final TreeSet<Integer> clusters = new TreeSet<>();

    @Override
    public void add(int cluster, int[] members, long weight) {
      clusters.add(cluster);
    }

    @Override
    public void join(int one, int other, int merged, long weight) {
      clusters.remove(one);
      clusters.remove(other);
      clusters.add(merged);
    }

    @Override
    public void eachBefore(int cluster, IntConsumer consumer) {
      clusters.headSet(cluster).forEach(consumer::accept);
    }
  }

  /**
   * Clusters whose sets of members have similar minimum hashes (Broder, "On the Resemblance and
   * Containment of Documents", 1997), found as neighbours in several orders of these hashes (Bawa,
   * Condie and Ganesan, "LSH Forest", WWW 2005); and those of similar weight, since the lightest
   * are worth merging whoever wants them. The minimum hashes of a union are the minima of both.
   */
  final class Forest implements SimilarClusters {
    private static final int HASHES = 12;
    private static final int HASHES_A_TREE = 3;
    private static final int NEIGHBOURS = 4;

    private final int[][] hashOfPeer;
    private final int[][] signatures;
    private final long[] weights;
    private final int[] seenBy;
    private final List<TreeSet<Integer>> trees = new ArrayList<>();

    /** For clusters of so many peers, with numbers below so many. */
    Forest(int peers, int clusters) {
      hashOfPeer = new int[peers][HASHES];
      for (int peer = 0; peer < peers; peer++) {
        for (int hash = 0; hash < HASHES; hash++) {
          hashOfPeer[peer][hash] = (int) mixed((long) peer * HASHES + hash);
        }
      }
      signatures = new int[clusters][];
      weights = new long[clusters];
      seenBy = new int[clusters];
      Arrays.fill(seenBy, -1);
      for (int first = 0; first < HASHES; first += HASHES_A_TREE) {
        int start = first;
        trees.add(new TreeSet<>((one, other) -> compare(start, one, other)));
      }
      trees.add(new TreeSet<>(this::compareWeights));
    }

    /** The finalizer of splitmix64. */
    private static long mixed(long number) {
      long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
      mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      return mixed ^ (mixed >>> 31);
    }

    private int compare(int start, int one, int other) {
      int[] ours = signatures[one];
      int[] theirs = signatures[other];
      for (int i = 0; i < HASHES_A_TREE * 2; i++) {
        int at = (start + i) % HASHES;
        if (ours[at] != theirs[at]) {
          return Integer.compare(ours[at], theirs[at]);
        }
      }
      return Integer.compare(one, other);
    }

    private int compareWeights(int one, int other) {
      int byWeight = Long.compare(weights[one], weights[other]);
      return byWeight == 0 ? Integer.compare(one, other) : byWeight;
    }

    @Override
    public void add(int cluster, int[] members, long weight) {
      int[] signature = new int[HASHES];
      Arrays.fill(signature, Integer.MAX_VALUE);
      for (int peer : members) {
        int[] hashes = hashOfPeer[peer];
        for (int hash = 0; hash < HASHES; hash++) {
          signature[hash] = Math.min(signature[hash], hashes[hash]);
        }
      }
      add(cluster, weight, signature);
    }

    private void add(int cluster, long weight, int[] signature) {
      signatures[cluster] = signature;
      weights[cluster] = weight;
      trees.forEach(tree -> tree.add(cluster));
    }

    @Override
    public void join(int one, int other, int merged, long weight) {
      trees.forEach(tree -> {
        tree.remove(one);
        tree.remove(other);
      });
      int[] signature = new int[HASHES];
      Arrays.setAll(signature, hash -> Math.min(signatures[one][hash], signatures[other][hash]));
      add(merged, weight, signature);
    }

    @Override
    public void eachBefore(int cluster, IntConsumer consumer) {
      for (TreeSet<Integer> tree : trees) {
        take(cluster, tree.headSet(cluster, false).descendingIterator(), consumer);
        take(cluster, tree.tailSet(cluster, false).iterator(), consumer);
      }
    }

    private void take(int cluster, Iterator<Integer> neighbours, IntConsumer consumer) {
      for (int i = 0; i < NEIGHBOURS && neighbours.hasNext(); i++) {
        int other = neighbours.next();
        if (other < cluster && seenBy[other] != cluster) {
          seenBy[other] = cluster;
          consumer.accept(other);
        }
      }
    }
  }
}
