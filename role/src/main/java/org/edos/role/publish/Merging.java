package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Merges strict clusters, greedily by gain: {@code publisherCost + memberCost * |A and B| -
 * bytes(A) * |B without A| - bytes(B) * |A without B|}, in members. The gain of two clusters never
 * changes, since a merged cluster is a new one, and what the bounds on unwanted bytes refuse they
 * refuse for ever, since they are only used up: so each pair is looked at once. Pairs come from
 * {@link SimilarClusters}. For one thread, once.
 */
final class Merging {
  /** Up to here every pair of clusters is looked at. */
  static final int MOST_COMPARED = 700;

  private static final int NONE = -1;
  private static final long[] NOBODY = {};

  private record Pair(long gain, int one, int other) {}

  private final MergeLimits limits;
  private final SimilarClusters similar;
  private final int[] firstGroup;
  private final int[] lastGroup;

  /** The group that follows each in its cluster; none after the last. */
  private final int[] nextGroup;

  private final long[] bytes;
  private final long[][] members;
  private final int[] memberCounts;
  private int clusters;
  private final PriorityQueue<Pair> pairs =
      new PriorityQueue<>(
          Comparator.comparingLong(Pair::gain)
              .reversed()
              .thenComparingInt(Pair::one)
              .thenComparingInt(Pair::other));
  private long unwanted;
  private final long mostUnwanted;
  private final long[] unwantedOf;
  private final long[] mostUnwantedOf;

  /**
   * Ready to merge these groups.
   *
   * @param chosen the groups
   * @param groupBytes of every group
   * @param groupMembers of every group, ascending
   */
  Merging(
      WishTable table, MergeLimits limits, int[] chosen, long[] groupBytes, int[][] groupMembers) {
    this.limits = limits;
    int room = Math.max(1, 2 * chosen.length);
    firstGroup = new int[room];
    lastGroup = new int[room];
    nextGroup = new int[groupBytes.length];
    Arrays.fill(nextGroup, NONE);
    bytes = new long[room];
    members = new long[room][];
    memberCounts = new int[room];
    long[] wanted = IntStream.range(0, table.peers()).mapToLong(table::wantedBytes).toArray();
    mostUnwanted = (long) (limits.unwantedShare() * Arrays.stream(wanted).sum());
    mostUnwantedOf =
        Arrays.stream(wanted).map(own -> (long) (limits.peerUnwantedShare() * own)).toArray();
    unwantedOf = new long[table.peers()];
    similar =
        chosen.length <= MOST_COMPARED
            ? new SimilarClusters.All()
            : new SimilarClusters.Forest(table.peers(), room);
    for (int group : chosen) {
      int cluster = clusters++;
      firstGroup[cluster] = group;
      lastGroup[cluster] = group;
      bytes[cluster] = groupBytes[group];
      members[cluster] = bits(groupMembers[group], table.peers());
      memberCounts[cluster] = groupMembers[group].length;
      similar.add(cluster, groupMembers[group], bytes[cluster] * memberCounts[cluster]);
    }
  }

  private static long[] bits(int[] peers, int most) {
    long[] bits = new long[(most + 63) / 64];
    for (int peer : peers) {
      bits[peer >> 6] |= 1L << peer;
    }
    return bits;
  }

  /** The clusters that are left when no merging gains any more. */
  List<MergedCluster> merge() {
    for (int cluster = 0; cluster < clusters; cluster++) {
      offer(cluster);
    }
    for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
      if (isAlive(pair.one()) && isAlive(pair.other()) && isAffordable(pair.one(), pair.other())) {
        join(pair.one(), pair.other());
        offer(clusters - 1);
      }
    }
    List<MergedCluster> left = new ArrayList<>();
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (isAlive(cluster)) {
        left.add(new MergedCluster(groups(cluster), bytes[cluster], peers(members[cluster])));
      }
    }
    return left;
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
    long common = 0;
    for (int word = 0; word < members[a].length; word++) {
      common += Long.bitCount(members[a][word] & members[b][word]);
    }
    return limits.publisherCost()
        + limits.memberCost() * common
        - bytes[a] * (memberCounts[b] - common)
        - bytes[b] * (memberCounts[a] - common);
  }

  private boolean isAffordable(int a, int b) {
    return unwanted + surplus(a, b) + surplus(b, a) <= mostUnwanted
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
        if (unwantedOf[peer] + bytes[one] > mostUnwantedOf[peer]) {
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
    firstGroup[merged] = firstGroup[a];
    lastGroup[merged] = lastGroup[b];
    nextGroup[lastGroup[a]] = firstGroup[b];
    bytes[merged] = bytes[a] + bytes[b];
    members[merged] = members[a].clone();
    for (int word = 0; word < members[b].length; word++) {
      members[merged][word] |= members[b][word];
    }
    memberCounts[merged] = Arrays.stream(members[merged]).mapToInt(Long::bitCount).sum();
    similar.join(a, b, merged, bytes[merged] * memberCounts[merged]);
    members[a] = NOBODY;
    members[b] = NOBODY;
  }

  private void bring(int one, int other) {
    for (int word = 0; word < members[one].length; word++) {
      long strangers = members[other][word] & ~members[one][word];
      for (; strangers != 0; strangers &= strangers - 1) {
        unwantedOf[(word << 6) + Long.numberOfTrailingZeros(strangers)] += bytes[one];
      }
    }
  }

  private int[] groups(int cluster) {
    return IntStream.iterate(firstGroup[cluster], group -> group != NONE, group -> nextGroup[group])
        .sorted()
        .toArray();
  }

  private static int[] peers(long[] bits) {
    return BitSet.valueOf(bits).stream().toArray();
  }
}
