package org.edos.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSetTest {
  private static PeerId peer(int number) {
    return new PeerId("%016x".formatted(number));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itIsTheSameAsASetOfTheJdk(long seed) {
    Random random = new Random(seed);
    List<PeerId> peers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      peers.add(peer(random.nextInt(200)));
    }
    TreeSet<PeerId> expected = new TreeSet<>(peers);
    PeerSet set = PeerSet.copyOf(peers);
    assertThat(set).as("seed %d", seed).isEqualTo(expected).containsExactlyElementsOf(expected);
    assertThat(set.hashCode()).isEqualTo(expected.hashCode());
    assertThat(set.first()).isEqualTo(expected.first());
    assertThat(set.last()).isEqualTo(expected.last());
    for (int i = 0; i < 200; i++) {
      assertThat(set.contains(peer(i))).isEqualTo(expected.contains(peer(i)));
      assertThat(set.headSet(peer(i))).isEqualTo(expected.headSet(peer(i)));
      assertThat(set.tailSet(peer(i))).isEqualTo(expected.tailSet(peer(i)));
      assertThat(set.subSet(peer(i / 2), peer(i))).isEqualTo(expected.subSet(peer(i / 2), peer(i)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void withMoreItIsTheUnion(long seed) {
    Random random = new Random(seed);
    TreeSet<PeerId> some = new TreeSet<>(random.ints(30, 0, 80).mapToObj(n -> peer(n)).toList());
    TreeSet<PeerId> more = new TreeSet<>(random.ints(30, 0, 80).mapToObj(n -> peer(n)).toList());
    PeerSet both = PeerSet.copyOf(some).with(more);
    some.addAll(more);
    assertThat(both).as("seed %d", seed).containsExactlyElementsOf(some);
  }

  @Test
  void aSetIsCopiedAsItself() {
    PeerSet set = PeerSet.copyOf(List.of(peer(1), peer(2)));
    assertThat(PeerSet.copyOf(set)).isSameAs(set);
  }

  @Test
  void ofNobodyThereIsNoFirst() {
    assertThatThrownBy(() -> PeerSet.copyOf(List.of()).first())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void positionsOutOfOrderAreRefused() {
    List<PeerId> peers = List.of(peer(1), peer(2));
    assertThat(PeerSet.of(peers, new int[] {1})).containsExactly(peer(2));
    assertThatThrownBy(() -> PeerSet.of(peers, new int[] {1, 0}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
