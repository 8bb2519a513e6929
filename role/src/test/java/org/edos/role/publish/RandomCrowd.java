package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * A release and peers that want parts of it: some groups of neighbouring contents, nearly whole,
 * and a few contents besides. The same seed gives the same crowd.
 */
record RandomCrowd(Composition composition, List<WishList> wishes) {
  static final ReleaseId RELEASE = new ReleaseId("demo", "1");
  static final Sha256 DIGEST = Sha256.of(new byte[] {1});

  static RandomCrowd of(int files, int peers, Random random) {
    return of(files, 0, peers, random);
  }

  /** With the peers numbered from somewhere. */
  static RandomCrowd of(int files, int firstPeer, int peers, Random random) {
    Composition composition = StrictClustersTest.composition(files, new Random(7));
    int contents = composition.contents().size();
    int groups = 1 + random.nextInt(8);
    List<WishList> wishes = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      BitSet wanted = new BitSet();
      for (int group = 0; group < groups; group++) {
        boolean taken = random.nextInt(3) > 0;
        for (int at = group * contents / groups; at < (group + 1) * contents / groups; at++) {
          wanted.set(at, random.nextInt(50) == 0 ? !taken && random.nextInt(4) == 0 : taken);
        }
      }
      wishes.add(new WishList(RELEASE, DIGEST, peer(firstPeer + i), wanted));
    }
    return new RandomCrowd(composition, wishes);
  }

  static PeerId peer(int number) {
    return new PeerId("%016x".formatted(number));
  }

  /** What is wished and not empty. */
  Set<Sha256> wished(WishList wish) {
    Map<Sha256, Long> sizes = composition.contents();
    List<Sha256> order = List.copyOf(sizes.keySet());
    Set<Sha256> wished = new HashSet<>();
    wish.wanted().stream()
        .mapToObj(order::get)
        .filter(content -> sizes.getOrDefault(content, 0L) > 0)
        .forEach(wished::add);
    return wished;
  }

  /** What the clusters of a peer have. */
  static Set<Sha256> offered(ClusterPlan plan, PeerId peer) {
    Set<Sha256> offered = new HashSet<>();
    plan.of(peer).forEach(cluster -> offered.addAll(cluster.contents()));
    return offered;
  }

  PlanBytes bytes(ClusterPlan plan) {
    return PlanBytes.of(composition, plan, wishes);
  }
}
