package org.edos.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberListTest {
  private static final int PEERS = 40_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void positionsReadBackAsTheyWereWritten(long seed) {
    Random random = new Random(seed);
    BitSet positions = new BitSet();
    double share = Math.pow(random.nextDouble(), 4);
    for (int position = 0; position < PEERS; position++) {
      positions.set(position, random.nextDouble() < share);
    }
    byte[] bytes = MemberList.write(positions);
    assertThat(MemberList.read(bytes, PEERS)).as("seed %d", seed).isEqualTo(positions);
    assertThat(bytes.length)
        .isLessThanOrEqualTo(Math.min(PEERS / 8 + 1, 3 * positions.cardinality() + 1));
  }

  @Test
  void nobodyIsNobody() {
    assertThat(MemberList.read(MemberList.write(new BitSet()), 0).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void whateverTheBytesAreTheyAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(3);
      }
      try {
        assertThat(MemberList.read(bytes, 50).length()).isLessThanOrEqualTo(50);
      } catch (IllegalArgumentException | EdosException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void aMemberThatIsNoneOfThePeersIsRefused() {
    BitSet positions = new BitSet();
    positions.set(9);
    assertThatThrownBy(() -> MemberList.read(MemberList.write(positions), 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
