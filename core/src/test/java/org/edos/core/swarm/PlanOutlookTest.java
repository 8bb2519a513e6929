package org.edos.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanOutlookTest {
  private static final ReleaseId RELEASE = new ReleaseId("demo", "1");
  private static final Sha256 DIGEST = Sha256.of(new byte[] {1});
  private static final int PIECE = 1 << 20;

  private static PeerId peer(int number) {
    return new PeerId("%016x".formatted(number));
  }

  private static Composition composition(long... sizes) {
    List<Composition.Entry> entries = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      RepositoryPath path = new RepositoryPath("file%03d".formatted(i));
      UtilityId unit = new UtilityId("demo/" + path, "1");
      entries.add(new Composition.Entry(path, unit, content(i), sizes[i], DIGEST));
    }
    return new Composition(
        RELEASE, 1, Instant.EPOCH, Instant.EPOCH, PackageFormat.DEB, entries, List.of());
  }

  private static Sha256 content(int position) {
    return Sha256.of(new byte[] {2, (byte) position});
  }

  private static WishList wish(int peer, int... positions) {
    BitSet wanted = new BitSet();
    for (int position : positions) {
      wanted.set(position);
    }
    return new WishList(RELEASE, DIGEST, peer(peer), wanted);
  }

  private static ClusterPlan plan(Cluster... clusters) {
    return new ClusterPlan(RELEASE, DIGEST, "test", List.of(clusters));
  }

  private static PlanOutlook outlook(
      Composition composition, ClusterPlan plan, List<WishList> wishes, Rates rates) {
    return PlanOutlook.of(composition, plan, wishes, rates, bytes -> PIECE);
  }

  /** In Mbit and Mbit/s: a file of 15 Gbit from a source of 30 to peers that receive 2. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 10, 7500", "0.3, 100, 25000", "0.3, 1000, 45455",
    "0.7, 10, 7500", "0.7, 100, 15000", "0.7, 1000, 20548",
    "2, 10, 7500", "2, 100, 7500", "2, 1000, 7500"
  })
  void theBoundIsAsPublished(double upload, int peers, double seconds) {
    List<WishList> wishes = new ArrayList<>();
    TreeSet<PeerId> members = new TreeSet<>();
    for (int i = 0; i < peers; i++) {
      wishes.add(wish(i, 0));
      members.add(peer(i));
    }
    ClusterPlan plan = plan(new Cluster(0, List.of(content(0)), 15_000, members, true));
    PlanOutlook outlook = outlook(composition(15_000), plan, wishes, new Rates(30, upload, 2));
    assertThat(outlook.boundSeconds()).isCloseTo(seconds, within(0.5));
  }

  @Test
  void aPlansBytesSwarmsAndDescriptionsAreCounted() {
    Composition composition = composition(10 * PIECE, 4 * PIECE, PIECE);
    List<WishList> wishes = List.of(wish(1, 0, 1), wish(2, 0));
    ClusterPlan plan =
        plan(
            new Cluster(
                0,
                List.of(content(0), content(1)),
                14 * PIECE,
                new TreeSet<>(List.of(peer(1), peer(2))),
                false));
    PlanOutlook outlook = outlook(composition, plan, wishes, new Rates(PIECE, PIECE, PIECE));
    assertThat(outlook.distinctBytes()).isEqualTo(14 * PIECE);
    assertThat(outlook.wantedBytes()).isEqualTo(24 * PIECE);
    assertThat(outlook.unwantedBytes()).isEqualTo(4 * PIECE);
    assertThat(outlook.swarms()).isEqualTo(1);
    assertThat(outlook.mostSwarms()).isEqualTo(1);
    assertThat(outlook.memberships()).isEqualTo(2);
    assertThat(outlook.mostMetainfoBytes()).isEqualTo(Metainfo.bytes(2, 14));
    assertThat(outlook.metainfoBytes()).isEqualTo(2 * Metainfo.bytes(2, 14));
    assertThat(outlook.publisherBytes()).isEqualTo(14 * PIECE + 2 * Metainfo.bytes(2, 14));
    assertThat(outlook.boundSeconds()).isEqualTo(14);
    // Two peers are one level of a tree, and a piece takes a second.
    assertThat(outlook.expectedSeconds()).isCloseTo(15, within(0.01));
    assertThat(outlook.why()).startsWith("1 swarm, at most 1 for one peer, 16.67 % unwanted bytes");
  }

  @Test
  void moreSwarmsLargerDescriptionsAndUnwantedBytesCostTimeAndTheSentenceNamesTheDearest() {
    Composition composition = composition(100 * PIECE, 100 * PIECE);
    List<WishList> wishes = List.of(wish(1, 0), wish(2, 1));
    ClusterPlan whole =
        plan(
            new Cluster(
                0,
                List.of(content(0), content(1)),
                200 * PIECE,
                new TreeSet<>(List.of(peer(1), peer(2))),
                false));
    Rates rates = new Rates(1000 * PIECE, 10 * PIECE, 10 * PIECE);
    PlanOutlook outlook = outlook(composition, whole, wishes, rates);
    assertThat(outlook.expectedSeconds()).isGreaterThan(1.9 * outlook.boundSeconds());
    assertThat(outlook.why()).contains("unwanted bytes cost most");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bytesAreCountedAsByHand(long seed) {
    Random random = new Random(seed);
    long[] sizes = random.longs(100, 0, 1000).toArray();
    List<WishList> wishes = new ArrayList<>();
    for (int peer = 0; peer < 20; peer++) {
      wishes.add(wish(peer, random.ints(30, 0, 100).toArray()));
    }
    List<Cluster> clusters = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      Set<Integer> held = new HashSet<>(random.ints(10, 0, 100).boxed().toList());
      Set<Integer> members = new HashSet<>(random.ints(8, 0, 25).boxed().toList());
      clusters.add(
          new Cluster(
              number,
              held.stream().map(PlanOutlookTest::content).toList(),
              held.stream().mapToLong(position -> sizes[position]).sum(),
              new TreeSet<>(members.stream().map(PlanOutlookTest::peer).toList()),
              random.nextBoolean()));
    }
    PlanBytes bytes =
        PlanBytes.of(composition(sizes), plan(clusters.toArray(Cluster[]::new)), wishes);
    long unwanted = 0;
    for (Cluster cluster : clusters) {
      for (PeerId member : cluster.members()) {
        for (int position = 0; position < sizes.length; position++) {
          int at = position;
          boolean wished =
              wishes.stream().anyMatch(w -> w.peer().equals(member) && w.wanted().get(at));
          if (!cluster.selective() && !wished && cluster.contents().contains(content(at))) {
            unwanted += sizes[at];
          }
        }
      }
    }
    assertThat(bytes.unwantedBytes()).as("seed %d", seed).isEqualTo(unwanted);
    assertThat(bytes.wantedBytes())
        .isEqualTo(
            wishes.stream()
                .mapToLong(wish -> wish.wanted().stream().mapToLong(at -> sizes[at]).sum())
                .sum());
    assertThat(bytes.peers().values().stream().mapToInt(PlanBytes.PeerBytes::swarms).sum())
        .isEqualTo(clusters.stream().mapToInt(cluster -> cluster.members().size()).sum());
  }

  @Test
  void ratesOfNothingAreRefused() {
    assertThatThrownBy(() -> new Rates(0, 1, 1)).isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> new Rates(1, Double.NaN, 1)).isInstanceOf(EdosException.class);
  }
}
