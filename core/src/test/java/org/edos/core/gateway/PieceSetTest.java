package org.edos.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceSetTest {
  private static final long SIZE = 9L * PieceHashes.PIECE_BYTES + 1;

  @Test
  void whatIsWrittenIsRead() {
    BitSet bits = new BitSet();
    bits.set(0);
    bits.set(9);
    PieceSet set = PieceSet.of(bits);
    bits.set(1);

    assertThat(set.text()).isEqualTo("AQI=");
    assertThat(PieceSet.read("AQI=", SIZE)).isEqualTo(set);
    assertThat(set.has(9)).isTrue();
    assertThat(set.has(1)).isFalse();
    assertThat(PieceSet.read(PieceSet.NONE.text(), SIZE)).isEqualTo(PieceSet.NONE);
    assertThat(PieceSet.NONE.text()).isNotEmpty();
  }

  @Test
  void theLargestIsRead() {
    BitSet bits = new BitSet();
    bits.set(0, PieceSet.MOST_PIECES);
    PieceSet all = PieceSet.of(bits);
    long size = (long) PieceSet.MOST_PIECES * PieceHashes.PIECE_BYTES;

    assertThat(PieceSet.read(all.text(), size)).isEqualTo(all);
    assertThatThrownBy(() -> PieceSet.read(all.text() + "AAAA", size))
        .isInstanceOf(EdosException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAQ=", "%", "AQ=A", "\u00ff"})
  void whatIsNoSetOfTheFileIsRefused(String text) {
    assertThatThrownBy(() -> PieceSet.read(text, SIZE))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.REFUSED));
  }
}
