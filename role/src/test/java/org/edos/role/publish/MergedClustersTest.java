package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.PlanBytes.PeerBytes;
import org.edos.core.swarm.WishList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedClustersTest {
  private static final int NO_BOUND = 1_000_000;

  private static ClusterPlan plan(RandomCrowd crowd, MergeLimits limits) {
    return new MergedClusters(limits).plan(crowd.composition(), RandomCrowd.DIGEST, crowd.wishes());
  }

  private static MergeLimits limits(Random random, int mostSwarms) {
    return new MergeLimits(
        random.nextInt(100_000),
        random.nextInt(50_000),
        mostSwarms,
        random.nextDouble() * 0.05,
        random.nextDouble() * 0.1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void unwantedBytesAndSwarmsOfEachPeerStayWithinTheBounds(long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(400, 80, random);
    MergeLimits limits = limits(random, 1 + random.nextInt(20));
    PlanBytes bytes = crowd.bytes(plan(crowd, limits));
    assertThat((double) bytes.unwantedBytes())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(limits.unwantedShare() * bytes.wantedBytes());
    assertThat(bytes.peers().values()).as("seed %d", seed).allMatch(peer -> isWithin(peer, limits));
  }

  private static boolean isWithin(PeerBytes peer, MergeLimits limits) {
    return peer.swarms() <= limits.mostSwarms()
        && peer.unwantedBytes() <= limits.peerUnwantedShare() * peer.wantedBytes();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theBoundsHoldWhereOnlySimilarClustersAreCompared(long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(3000, 300, random);
    ClusterPlan strict =
        new StrictClusters().plan(crowd.composition(), RandomCrowd.DIGEST, crowd.wishes());
    assertThat(strict.clusters()).hasSizeGreaterThan(Merging.MOST_COMPARED);
    ClusterPlan plan = plan(crowd, MergeLimits.DEFAULT);
    PlanBytes bytes = crowd.bytes(plan);
    assertThat((double) bytes.unwantedBytes())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(0.01 * bytes.wantedBytes());
    assertThat(bytes.peers().values()).allMatch(peer -> isWithin(peer, MergeLimits.DEFAULT));
    for (WishList wish : crowd.wishes()) {
      assertThat(RandomCrowd.offered(plan, wish.peer()))
          .as("seed %d", seed)
          .containsAll(crowd.wished(wish));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void whenItEndsNoTwoClustersAreWorthMergingWithinTheBounds(long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(80, 12, random);
    MergeLimits limits = limits(random, NO_BOUND);
    ClusterPlan plan = plan(crowd, limits);
    PlanBytes bytes = crowd.bytes(plan);
    double left = limits.unwantedShare() * bytes.wantedBytes() - bytes.unwantedBytes();
    List<Cluster> clusters = plan.clusters();
    assertThat(clusters).noneMatch(Cluster::selective);
    for (int i = 0; i < clusters.size(); i++) {
      for (Cluster other : clusters.subList(i + 1, clusters.size())) {
        assertThat(isWorthMerging(clusters.get(i), other, limits, left, bytes.peers()))
            .as("seed %d: clusters %d and %d", seed, i, other.number())
            .isFalse();
      }
    }
  }

  /** The formula and the bounds, written down plainly. */
  private static boolean isWorthMerging(
      Cluster a, Cluster b, MergeLimits limits, double left, Map<PeerId, PeerBytes> peers) {
    Set<PeerId> common = new HashSet<>(a.members());
    common.retainAll(b.members());
    long strangers = 0;
    for (List<Cluster> pair : List.of(List.of(a, b), List.of(b, a))) {
      for (PeerId member : pair.getFirst().members()) {
        if (!common.contains(member)) {
          long more = pair.getLast().bytes();
          strangers += more;
          PeerBytes peer = peers.getOrDefault(member, new PeerBytes(0, 0, 0));
          if (peer.unwantedBytes() + more
              > Math.floor(limits.peerUnwantedShare() * peer.wantedBytes())) {
            return false;
          }
        }
      }
    }
    long gain = limits.publisherCost() + limits.memberCost() * common.size() - strangers;
    return gain > 0 && strangers <= Math.floor(left);
  }

  @Test
  void smallFilesOfNearlyTheSamePeersAreBundledAndLargeOnesOfOthersStayAlone() {
    RandomCrowd crowd = RandomCrowd.of(100, 0, new Random(31));
    List<WishList> wishes = new ArrayList<>();
    for (int peer = 0; peer < 40; peer++) {
      BitSet wanted = new BitSet();
      wanted.set(1, 50);
      wanted.set(60, peer != 7);
      wanted.set(70, 90, peer % 2 == 0);
      wishes.add(
          new WishList(RandomCrowd.RELEASE, RandomCrowd.DIGEST, RandomCrowd.peer(peer), wanted));
    }
    ClusterPlan plan =
        new MergedClusters(new MergeLimits(0, 1000, 32, 0.01, 0.05))
            .plan(crowd.composition(), RandomCrowd.DIGEST, wishes);
    assertThat(plan.clusters().stream().map(cluster -> cluster.members().size()))
        .containsExactly(40, 20);
  }

  @Test
  void whereTheBoundsLeaveNothingToMergeClustersOfCrowdedPeersAreSelectiveOnes() {
    RandomCrowd crowd = RandomCrowd.of(400, 60, new Random(41));
    ClusterPlan plan = plan(crowd, new MergeLimits(1000, 1000, 4, 0, 0));
    PlanBytes bytes = crowd.bytes(plan);
    assertThat(bytes.unwantedBytes()).isZero();
    assertThat(bytes.mostSwarms()).isLessThanOrEqualTo(4);
    assertThat(plan.clusters()).anyMatch(Cluster::selective);
  }
}
