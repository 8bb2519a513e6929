package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.WishList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LatePlanningTest {
  private static final int FILES = 300;

  static Stream<Arguments> strategiesAndSeeds() {
    return Strategies.all().stream()
        .flatMap(s -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(s, seed)));
  }

  private static ClusterPlan plan(ClusterStrategy strategy, RandomCrowd crowd) {
    return strategy.plan(crowd.composition(), RandomCrowd.DIGEST, crowd.wishes());
  }

  private static ClusterPlan extend(
      ClusterStrategy strategy, ClusterPlan plan, RandomCrowd crowd, List<WishList> late) {
    return LatePlanning.extend(strategy, crowd.composition(), plan, crowd.wishes(), late);
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void everyLateWishIsCoveredAndWhatRunsGoesOnAsItIs(ClusterStrategy strategy, long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(FILES, 20, random);
    ClusterPlan plan = plan(strategy, crowd);
    RandomCrowd late = RandomCrowd.of(FILES, 20, 20, random);
    ClusterPlan extended = extend(strategy, plan, crowd, late.wishes());

    for (Cluster cluster : plan.clusters()) {
      Cluster after = extended.clusters().get(cluster.number());
      assertThat(after.contents()).as("seed %d", seed).isEqualTo(cluster.contents());
      assertThat(after.selective()).isEqualTo(cluster.selective());
      assertThat(after.members()).as("seed %d", seed).containsAll(cluster.members());
    }
    List<Cluster> clusters = extended.clusters();
    assertThat(clusters).allMatch(cluster -> clusters.indexOf(cluster) == cluster.number());
    for (WishList wish : late.wishes()) {
      assertThat(RandomCrowd.offered(extended, wish.peer()))
          .as("seed %d", seed)
          .containsAll(late.wished(wish));
    }
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void unwantedBytesStayWithinTheStrategysBounds(ClusterStrategy strategy, long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(FILES, 20, random);
    RandomCrowd late = RandomCrowd.of(FILES, 20, 20, random);
    ClusterPlan extended = extend(strategy, plan(strategy, crowd), crowd, late.wishes());
    List<WishList> all = new ArrayList<>(crowd.wishes());
    all.addAll(late.wishes());
    PlanBytes bytes = PlanBytes.of(crowd.composition(), extended, all);
    MergeLimits limits = strategy.limits();
    // What is in no running cluster is planned anew, within the same bounds.
    assertThat((double) bytes.unwantedBytes())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(2 * limits.unwantedShare() * bytes.wantedBytes());
  }

  @Test
  void aPeerThatComesBackWithMoreWishesIsFoundInTheClustersThatItLacks() {
    RandomCrowd crowd = RandomCrowd.of(FILES, 20, new Random(11));
    ClusterPlan plan = plan(new StrictClusters(), crowd);
    BitSet everything = new BitSet();
    everything.set(0, crowd.composition().contents().size());
    WishList more =
        new WishList(RandomCrowd.RELEASE, RandomCrowd.DIGEST, RandomCrowd.peer(3), everything);
    ClusterPlan extended = extend(new StrictClusters(), plan, crowd, List.of(more));
    assertThat(extended.of(RandomCrowd.peer(3))).hasSize(extended.clusters().size());
    assertThat(RandomCrowd.offered(extended, RandomCrowd.peer(3))).containsAll(crowd.wished(more));
  }

  @Test
  void anyBatchOfLateWishesNeedsNoNewClusterForWhatSelectiveOnesHold() {
    RandomCrowd crowd = RandomCrowd.of(FILES, 20, new Random(21));
    ClusterPlan plan = plan(new SingleSwarm(), crowd);
    RandomCrowd same = RandomCrowd.of(FILES, 20, new Random(21));
    List<WishList> renamed =
        same.wishes().stream()
            .map(wish ->
                new WishList(
                    wish.release(),
                    wish.composition(),
                    RandomCrowd.peer(100 + same.wishes().indexOf(wish)),
                    wish.wanted()))
            .toList();
    ClusterPlan extended = extend(new SingleSwarm(), plan, crowd, renamed);
    assertThat(extended.clusters()).hasSize(1);
    assertThat(extended.clusters().getFirst().members()).hasSize(40);
  }
}
