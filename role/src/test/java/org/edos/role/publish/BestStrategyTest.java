package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.Test;

/** What is taken where no strategy is named. */
class BestStrategyTest {
  private static final Sha256 DIGEST = Sha256.of(new byte[] {1});

  private final BestStrategy strategy = new BestStrategy();

  @Test
  void oneSwarmServesSomeDozensOfPeers() {
    assertThat(planned(40, 200, 1_000_000)).isEqualTo("single");
  }

  @Test
  void wherePeersAreSoManyThatDescriptionsOutweighContentsClustersAreStrict() {
    assertThat(planned(3_000, 200, 100_000)).isEqualTo("strict");
  }

  @Test
  void aPlanWithoutWishesIsEmpty() {
    assertThat(strategy.plan(composition(3, 10), DIGEST, List.of()).clusters()).isEmpty();
  }

  /** Peers of two kinds, with half of the contents each. */
  private String planned(int peers, int contents, long size) {
    Composition composition = composition(contents, size);
    List<WishList> wishes = new ArrayList<>();
    for (int peer = 0; peer < peers; peer++) {
      BitSet wanted = new BitSet();
      int first = peer % 2 == 0 ? 0 : contents / 2;
      wanted.set(first, first + contents / 2);
      PeerId id = new PeerId("%016x".formatted(peer));
      wishes.add(new WishList(composition.id(), DIGEST, id, wanted));
    }
    return strategy.plan(composition, DIGEST, wishes).strategy();
  }

  private static Composition composition(int contents, long size) {
    List<Composition.Entry> entries = new ArrayList<>();
    for (int i = 0; i < contents; i++) {
      String name = "file%05d".formatted(i);
      Sha256 hash = Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      entries.add(
          new Composition.Entry(
              new RepositoryPath(name), new UtilityId(name, "1"), hash, size, hash));
    }
    return new Composition(
        ReleaseId.parse("r@1"),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        PackageFormat.DEB,
        entries,
        List.of());
  }
}
