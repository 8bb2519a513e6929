package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictClustersTest {
  private static final ReleaseId RELEASE = new ReleaseId("demo", "1");
  private static final Sha256 DIGEST = Sha256.of(new byte[] {1});
  private final StrictClusters strategy = new StrictClusters();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyWishIsCoveredAndNobodyGetsWhatNobodyWished(long seed) {
    Random random = new Random(seed);
    Composition composition = composition(500, random);
    List<WishList> wishes = wishes(composition, 200, random);
    ClusterPlan plan = strategy.plan(composition, DIGEST, wishes);

    Map<Sha256, Long> sizes = composition.contents();
    List<Sha256> order = List.copyOf(sizes.keySet());
    for (WishList wish : wishes) {
      Set<Sha256> wished = new HashSet<>();
      wish.wanted().stream()
          .mapToObj(order::get)
          .filter(hash -> sizes.getOrDefault(hash, 0L) > 0)
          .forEach(wished::add);
      List<Sha256> brought = new ArrayList<>();
      plan.of(wish.peer()).forEach(cluster -> brought.addAll(cluster.contents()));
      assertThat(brought).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(Set.copyOf(brought)).as("seed %d", seed).isEqualTo(wished);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void contentsWantedByTheSamePeersAreOneCluster(long seed) {
    Random random = new Random(seed);
    Composition composition = composition(300, random);
    ClusterPlan plan = strategy.plan(composition, DIGEST, wishes(composition, 5, random));
    assertThat(plan.clusters().stream().map(Cluster::members))
        .as("seed %d", seed)
        .doesNotHaveDuplicates();
    assertThat(plan.clusters().stream().map(Cluster::number).toList())
        .isEqualTo(java.util.stream.IntStream.range(0, plan.clusters().size()).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {16, 17, 18})
  void thePlanIsTheDefinition(long seed) {
    RandomCrowd crowd = RandomCrowd.of(300, 40, new Random(seed));
    Map<Set<PeerId>, Set<Sha256>> defined = new HashMap<>();
    Map<Sha256, Set<PeerId>> requesters = new HashMap<>();
    for (WishList wish : crowd.wishes()) {
      crowd
          .wished(wish)
          .forEach(content ->
              requesters.computeIfAbsent(content, c -> new HashSet<>()).add(wish.peer()));
    }
    requesters.forEach(
        (content, peers) -> defined.computeIfAbsent(peers, p -> new HashSet<>()).add(content));
    Map<Set<PeerId>, Set<Sha256>> planned = new HashMap<>();
    strategy
        .plan(crowd.composition(), DIGEST, crowd.wishes())
        .clusters()
        .forEach(c -> planned.put(Set.copyOf(c.members()), Set.copyOf(c.contents())));
    assertThat(planned).as("seed %d", seed).isEqualTo(defined);
  }

  @Test
  void theSumOfAClustersContentsIsItsBytesAndEmptyContentsAreInNone() {
    Random random = new Random(21);
    Composition composition = composition(300, random);
    ClusterPlan plan = strategy.plan(composition, DIGEST, wishes(composition, 4, random));
    for (Cluster cluster : plan.clusters()) {
      List<Long> sizes =
          cluster.contents().stream()
              .map(hash -> composition.contents().getOrDefault(hash, 0L))
              .toList();
      assertThat(sizes).doesNotContain(0L);
      assertThat(cluster.bytes()).isEqualTo(sizes.stream().mapToLong(Long::longValue).sum());
    }
  }

  @Test
  void thePlanDependsOnNothingButTheWishesWhateverTheirOrder() {
    Random random = new Random(31);
    Composition composition = composition(300, random);
    List<WishList> wishes = wishes(composition, 50, random);
    List<WishList> shuffled = new ArrayList<>(wishes);
    Collections.shuffle(shuffled, random);
    assertThat(strategy.plan(composition, DIGEST, shuffled))
        .isEqualTo(strategy.plan(composition, DIGEST, wishes));
  }

  @Test
  void withoutWishesThereAreNoClusters() {
    Composition composition = composition(10, new Random(41));
    assertThat(strategy.plan(composition, DIGEST, List.of()).clusters()).isEmpty();
    WishList empty = new WishList(RELEASE, DIGEST, peer(0), new BitSet());
    assertThat(strategy.plan(composition, DIGEST, List.of(empty)).clusters()).isEmpty();
  }

  @Test
  void aThousandWishListsOverTwentyThousandContentsArePlanned() {
    Random random = new Random(51);
    Composition composition = composition(20_000, random);
    int contents = composition.contents().size();
    List<BitSet> tastes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tastes.add(bits(contents, random));
    }
    List<WishList> wishes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      wishes.add(new WishList(RELEASE, DIGEST, peer(i), tastes.get(i % tastes.size())));
    }
    ClusterPlan plan = strategy.plan(composition, DIGEST, wishes);
    Map<Integer, Long> members = new HashMap<>();
    plan.clusters().forEach(cluster -> members.merge(cluster.members().size() % 50, 1L, Long::sum));
    assertThat(members).containsOnlyKeys(0);
  }

  static Composition composition(int files, Random random) {
    List<Composition.Entry> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      Sha256 hash = Sha256.of(("content " + i).getBytes(StandardCharsets.UTF_8));
      long size = i % 50 == 0 ? 0 : 1 + random.nextInt(10_000);
      RepositoryPath path = new RepositoryPath("file%06d".formatted(i));
      entries.add(
          new Composition.Entry(path, new UtilityId("demo/" + path, "1"), hash, size, hash));
    }
    return new Composition(
        RELEASE, 1, Instant.EPOCH, Instant.EPOCH, PackageFormat.DEB, entries, List.of());
  }

  private static List<WishList> wishes(Composition composition, int peers, Random random) {
    List<WishList> wishes = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      wishes.add(
          new WishList(RELEASE, DIGEST, peer(i), bits(composition.contents().size(), random)));
    }
    return wishes;
  }

  private static BitSet bits(int size, Random random) {
    BitSet bits = new BitSet();
    double share = random.nextDouble();
    for (int position = 0; position < size; position++) {
      bits.set(position, random.nextDouble() < share);
    }
    return bits;
  }

  private static PeerId peer(int number) {
    return new PeerId("%016x".formatted(number));
  }
}
