package org.edos.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Positions.Form;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final int UNITS = 60_000;

  @Test
  void whatever_is_written_reads_back() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      BitSet set = someOf(1 + random.nextInt(UNITS), Math.pow(random.nextDouble(), 4), random);
      assertThat(Positions.of(set).set()).as("seed %d, round %d", seed, round).isEqualTo(set);
    }
  }

  @Test
  void the_smaller_form_is_taken() {
    BitSet last = new BitSet();
    last.set(Positions.LIMIT - 1);
    assertThat(Positions.of(last).form()).isEqualTo(Form.GAPS);
    assertThat(Positions.of(last).set()).isEqualTo(last);
    BitSet all = new BitSet();
    all.set(0, Positions.LIMIT);
    assertThat(Positions.of(all).form()).isEqualTo(Form.BITS);
    assertThat(Positions.of(all).set()).isEqualTo(all);
    assertThat(Positions.of(new BitSet()).set()).isEqualTo(new BitSet());
  }

  @Test
  void two_percent_of_sixty_thousand_units_are_wished_for_in_under_two_kilobytes() {
    WishList wishes =
        new WishList(
            new ReleaseId("bookworm", "12.5"),
            Sha256.of(new byte[0]),
            new PeerId("0123456789abcdef"),
            someOf(UNITS, 0.02, new Random(1)));
    assertThat(WishListXml.write(wishes)).hasSizeLessThan(2048);
    assertThat(WishListXml.read(WishListXml.write(wishes))).isEqualTo(wishes);
  }

  @Test
  void positions_beyond_the_limit_are_refused() {
    byte[] far = {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20};
    refused(new Positions(Form.GAPS, deflated(far)));
    byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0};
    refused(new Positions(Form.GAPS, deflated(endless)));
    refused(new Positions(Form.BITS, deflated(new byte[Positions.LIMIT / 8 + 1])));
  }

  @Test
  void a_few_bytes_that_unpack_to_gigabytes_are_refused_at_the_limit() {
    byte[] bomb = deflated(new byte[64 << 20]);
    assertThat(bomb).hasSizeLessThan(70_000);
    for (Form form : Form.values()) {
      refused(new Positions(form, bomb));
    }
  }

  @Test
  void bytes_that_are_cut_off_or_are_something_else_are_errors() {
    byte[] whole = Positions.of(someOf(UNITS, 0.02, new Random(2))).bytes();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
      if (damaged.length > 0 && round % 2 == 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      }
      Form form = Form.values()[round % 3 == 0 ? 0 : 1];
      try {
        assertThat(new Positions(form, damaged).set().length())
            .isLessThanOrEqualTo(Positions.LIMIT);
      } catch (EdosException e) {
        assertThat(e.category())
            .as("seed %d, round %d", seed, round)
            .isIn(Category.EXTERNAL, Category.REFUSED);
      }
    }
    assertThatThrownBy(() -> new Positions(Form.GAPS, deflated(new byte[] {-1})).set())
        .hasMessageContaining("in the middle of a gap");
    assertThatThrownBy(() -> Form.of("roaring")).hasMessageContaining("bits or gaps");
  }

  private static void refused(Positions positions) {
    assertThatThrownBy(positions::set)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
  }

  private static BitSet someOf(int units, double share, Random random) {
    BitSet set = new BitSet();
    for (int i = 0; i < units; i++) {
      set.set(i, random.nextDouble() < share);
    }
    return set;
  }

  private static byte[] deflated(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }
}
