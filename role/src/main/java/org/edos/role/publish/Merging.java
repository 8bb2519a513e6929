package org.edos.role.publish;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Merges clusters, greedily by gain: {@code publisherCost + memberCost * |A and B| - bytes(A) * |B
 * without A| - bytes(B) * |A without B|}, in members. The gain of two clusters never changes, since
 * a merged cluster is a new one, and what the bounds on unwanted bytes refuse they refuse for ever,
 * since they are only used up: so each pair is looked at once. Pairs come from {@link
 * SimilarClusters}. For one thread, once.
 */
final class Merging {
  /** Up to here every pair of clusters is looked at. */
  static final int MOST_COMPARED = 700;

  private static final int NONE = -1;
  private static final long[] NOBODY = {};

  private static final int FEW = 64;
  private static final int[] MANY = {};

  private record Pair(long gain, int one, int other) {}

  /**
   * What merging may bring to peers that did not wish for it.
   *
   * @param all to all of them together, in bytes
   * @param each to each peer
   */
  record Budget(long all, long[] each) {
    /** As much as there is. */
    static Budget unbounded(int peers) {
      long[] each = new long[peers];
      Arrays.fill(each, ANY);
      return new Budget(ANY, each);
    }
  }

  /** More than there ever is, and twice that is still a number. */
  private static final long ANY = Long.MAX_VALUE / 4;

  private final long publisherCost;
  private final long memberCost;
  private final Budget budget;
  private final SimilarClusters similar;
  private final int given;

  /** The first and the last of the given clusters that each consists of, and which follows each. */
  private final int[] first;

  private final int[] last;
  private final int[] next;
  private final long[] bytes;
  private final long[][] members;
  private final int[] memberCounts;

  /** The members of those that have few. */
  private final int[][] few;

  private int clusters;
  private final PriorityQueue<Pair> pairs =
      new PriorityQueue<>(
          Comparator.comparingLong(Pair::gain)
              .reversed()
              .thenComparingInt(Pair::one)
              .thenComparingInt(Pair::other));
  private long unwanted;
  private final long[] unwantedOf;

  /**
   * Ready to merge clusters.
   *
   * @param publisherCost of one more swarm, in bytes
   * @param memberCost of one more swarm to each member, in bytes
   * @param bytes of each cluster that a peer gets by becoming a member
   * @param members of each cluster, ascending
   */
  Merging(long publisherCost, long memberCost, Budget budget, long[] bytes, int[][] members) {
    this.publisherCost = publisherCost;
    this.memberCost = memberCost;
    this.budget = budget;
    given = bytes.length;
    int peers = budget.each().length;
    int room = Math.max(1, 2 * given);
    first = new int[room];
    last = new int[room];
    next = new int[room];
    Arrays.fill(next, NONE);
    this.bytes = Arrays.copyOf(bytes, room);
    this.members = new long[room][];
    memberCounts = new int[room];
    few = new int[room][];
    unwantedOf = new long[peers];
    similar =
        given <= MOST_COMPARED
            ? new SimilarClusters.All()
            : new SimilarClusters.Forest(peers, room);
    for (int cluster = 0; cluster < given; cluster++) {
      first[cluster] = cluster;
      last[cluster] = cluster;
      this.members[cluster] = bits(members[cluster], peers);
      memberCounts[cluster] = members[cluster].length;
      few[cluster] = few(cluster);
      similar.add(cluster, members[cluster], bytes[cluster] * memberCounts[cluster]);
    }
    clusters = given;
  }

  private static long[] bits(int[] peers, int most) {
    long[] bits = new long[(most + 63) / 64];
    for (int peer : peers) {
      bits[peer >> 6] |= 1L << peer;
    }
    return bits;
  }

  /**
   * Merges until that gains nothing any more.
   *
   * @return for each cluster that is left the given ones that it consists of, ascending
   */
  List<int[]> merge() {
    for (int cluster = 0; cluster < given; cluster++) {
      offer(cluster);
    }
    for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
      if (isAlive(pair.one()) && isAlive(pair.other()) && isAffordable(pair.one(), pair.other())) {
        join(pair.one(), pair.other());
        offer(clusters - 1);
      }
    }
    return IntStream.range(0, clusters).filter(this::isAlive).mapToObj(this::parts).toList();
  }

  /** Puts the pairs of this cluster and those before it in line. */
  private void offer(int cluster) {
    similar.eachBefore(
        cluster,
        other -> {
          long gain = gain(other, cluster);
          if (gain > 0) {
            pairs.add(new Pair(gain, other, cluster));
          }
        });
  }

  private boolean isAlive(int cluster) {
    return members[cluster].length > 0;
  }

  private long gain(int a, int b) {
    long common = memberCounts[a] <= memberCounts[b] ? common(a, b) : common(b, a);
    return publisherCost
        + memberCost * common
        - bytes[a] * (memberCounts[b] - common)
        - bytes[b] * (memberCounts[a] - common);
  }

  /** How many members two have in common, the first of which has no more than the second. */
  private long common(int a, int b) {
    long common = 0;
    if (few[a].length > 0) {
      for (int peer : few[a]) {
        common += (members[b][peer >> 6] >>> peer) & 1;
      }
      return common;
    }
    for (int word = 0; word < members[a].length; word++) {
      common += Long.bitCount(members[a][word] & members[b][word]);
    }
    return common;
  }

  private int[] few(int cluster) {
    return memberCounts[cluster] > FEW ? MANY : BitSet.valueOf(members[cluster]).stream().toArray();
  }

  private boolean isAffordable(int a, int b) {
    return unwanted + surplus(a, b) + surplus(b, a) <= budget.all()
        && isAffordableForEach(a, b)
        && isAffordableForEach(b, a);
  }

  /** Bytes of one for members of the other alone. */
  private long surplus(int one, int other) {
    long strangers = 0;
    for (int word = 0; word < members[one].length; word++) {
      strangers += Long.bitCount(members[other][word] & ~members[one][word]);
    }
    return bytes[one] * strangers;
  }

  private boolean isAffordableForEach(int one, int other) {
    for (int word = 0; word < members[one].length; word++) {
      long strangers = members[other][word] & ~members[one][word];
      for (; strangers != 0; strangers &= strangers - 1) {
        int peer = (word << 6) + Long.numberOfTrailingZeros(strangers);
        if (unwantedOf[peer] + bytes[one] > budget.each()[peer]) {
          return false;
        }
      }
    }
    return true;
  }

  private void join(int a, int b) {
    unwanted += surplus(a, b) + surplus(b, a);
    bring(a, b);
    bring(b, a);
    int merged = clusters++;
    first[merged] = first[a];
    last[merged] = last[b];
    next[last[a]] = first[b];
    bytes[merged] = bytes[a] + bytes[b];
    members[merged] = members[a].clone();
    for (int word = 0; word < members[b].length; word++) {
      members[merged][word] |= members[b][word];
    }
    memberCounts[merged] = Arrays.stream(members[merged]).mapToInt(Long::bitCount).sum();
    few[merged] = few(merged);
    similar.join(a, b, merged, bytes[merged] * memberCounts[merged]);
    members[a] = NOBODY;
    members[b] = NOBODY;
    few[a] = MANY;
    few[b] = MANY;
  }

  private void bring(int one, int other) {
    for (int word = 0; word < members[one].length; word++) {
      long strangers = members[other][word] & ~members[one][word];
      for (; strangers != 0; strangers &= strangers - 1) {
        unwantedOf[(word << 6) + Long.numberOfTrailingZeros(strangers)] += bytes[one];
      }
    }
  }

  private int[] parts(int cluster) {
    return IntStream.iterate(first[cluster], part -> part != NONE, part -> next[part])
        .sorted()
        .toArray();
  }
}
