package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every strategy, and what tells them apart. */
class StrategiesTest {
  static Stream<Arguments> strategiesAndSeeds() {
    return Strategies.all().stream()
        .flatMap(s -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(s.name(), seed)));
  }

  private static ClusterStrategy strategy(String name) {
    return Strategies.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static ClusterPlan plan(String strategy, RandomCrowd crowd) {
    return strategy(strategy).plan(crowd.composition(), RandomCrowd.DIGEST, crowd.wishes());
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void everyWishIsCoveredByClustersThatThePeerIsAMemberOf(String name, long seed) {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(seed));
    ClusterPlan plan = plan(name, crowd);
    for (WishList wish : crowd.wishes()) {
      assertThat(RandomCrowd.offered(plan, wish.peer()))
          .as("seed %d", seed)
          .containsAll(crowd.wished(wish));
    }
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void aContentIsInOneClusterAndNobodyIsInAClusterOfNoUse(String name, long seed) {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(seed));
    ClusterPlan plan = plan(name, crowd);
    List<Sha256> contents = new ArrayList<>();
    plan.clusters().forEach(cluster -> contents.addAll(cluster.contents()));
    assertThat(contents).as("seed %d", seed).doesNotHaveDuplicates();
    for (WishList wish : crowd.wishes()) {
      Set<Sha256> wished = crowd.wished(wish);
      assertThat(plan.of(wish.peer()))
          .as("seed %d", seed)
          .allMatch(cluster -> !Collections.disjoint(cluster.contents(), wished));
    }
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void clustersAreNumberedTheirBytesCountedAndTheirContentsInOneOrder(String name, long seed) {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(seed));
    Map<Sha256, Long> sizes = crowd.composition().contents();
    ClusterPlan plan = plan(name, crowd);
    assertThat(plan.strategy()).isEqualTo(name);
    assertThat(plan.clusters().stream().map(Cluster::number))
        .as("seed %d", seed)
        .containsExactlyElementsOf(IntStream.range(0, plan.clusters().size()).boxed().toList());
    for (Cluster cluster : plan.clusters()) {
      assertThat(cluster.contents()).allMatch(content -> sizes.getOrDefault(content, 0L) > 0);
      assertThat(cluster.bytes())
          .isEqualTo(cluster.contents().stream().mapToLong(c -> sizes.getOrDefault(c, 0L)).sum());
      assertThat(cluster.contents())
          .isSortedAccordingTo(
              Comparator.comparingLong((Sha256 content) -> -sizes.getOrDefault(content, 0L))
                  .thenComparing(Comparator.naturalOrder()));
    }
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void thePlanDependsOnNothingButTheWishesWhateverTheirOrder(String name, long seed) {
    Random random = new Random(seed);
    RandomCrowd crowd = RandomCrowd.of(300, 60, random);
    List<WishList> shuffled = new ArrayList<>(crowd.wishes());
    Collections.shuffle(shuffled, random);
    assertThat(strategy(name).plan(crowd.composition(), RandomCrowd.DIGEST, shuffled))
        .as("seed %d", seed)
        .isEqualTo(plan(name, crowd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "merged", "single", "per-package", "whole"})
  void withoutWishesThereAreNoClusters(String name) {
    Composition composition = RandomCrowd.of(10, 1, new Random(4)).composition();
    WishList empty =
        new WishList(RandomCrowd.RELEASE, RandomCrowd.DIGEST, RandomCrowd.peer(0), new BitSet());
    for (List<WishList> wishes : List.of(List.<WishList>of(), List.of(empty))) {
      assertThat(strategy(name).plan(composition, RandomCrowd.DIGEST, wishes).clusters()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "single", "per-package"})
  void noneButMergedAndWholeBringWhatNobodyWished(String name) {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(5));
    PlanBytes bytes = crowd.bytes(plan(name, crowd));
    assertThat(bytes.unwantedBytes()).isZero();
    assertThat(bytes.broughtBytes()).isEqualTo(bytes.distinctBytes());
  }

  @Test
  void singleIsOneSwarmWholeBringsEverythingAndPerPackageHasASwarmOfEach() {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(6));
    assertThat(plan("single", crowd).clusters()).hasSize(1);
    assertThat(plan("whole", crowd).clusters().getFirst().bytes())
        .isEqualTo(crowd.composition().bytes());
    assertThat(plan("per-package", crowd).clusters())
        .allMatch(cluster -> cluster.contents().size() == 1);
  }

  @Test
  void aTorrentThatWouldBeTooLargeIsCutIntoAsFewAsNeeded() {
    Composition composition = StrictClustersTest.composition(110_000, new Random(7));
    BitSet everything = new BitSet();
    everything.set(0, composition.contents().size());
    List<WishList> wishes =
        List.of(
            new WishList(RandomCrowd.RELEASE, RandomCrowd.DIGEST, RandomCrowd.peer(1), everything));
    for (String name : List.of("single", "whole", "strict", "merged")) {
      ClusterPlan plan = strategy(name).plan(composition, RandomCrowd.DIGEST, wishes);
      assertThat(plan.clusters()).as(name).hasSize(2);
      assertThat(plan.clusters().stream().mapToInt(c -> c.contents().size()).sum())
          .isEqualTo(110_000 - 110_000 / 50);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void allStrategiesAreComparedTheFastestFirst(long seed) {
    RandomCrowd crowd = RandomCrowd.of(300, 60, new Random(seed));
    List<PlanOutlook> outlooks =
        PlanOutlooks.compare(
            crowd.composition(), RandomCrowd.DIGEST, crowd.wishes(), Rates.ASSUMED);
    assertThat(outlooks.stream().map(PlanOutlook::strategy))
        .as("seed %d", seed)
        .containsExactlyInAnyOrder("strict", "merged", "single", "per-package", "whole");
    assertThat(outlooks)
        .isSortedAccordingTo(Comparator.comparingDouble(PlanOutlook::expectedSeconds))
        .allMatch(outlook -> outlook.expectedSeconds() >= outlook.boundSeconds());
    assertThat(new HashSet<>(outlooks.stream().map(PlanOutlook::boundSeconds).toList())).hasSize(1);
  }
}
