package org.edos.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldingsFilterTest {
  private static final byte[] SALT = new byte[HoldingsFilter.SALT_BYTES];

  private static List<Sha256> contents(String kind, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Sha256.of((kind + i).getBytes(StandardCharsets.US_ASCII)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 20_000})
  void whatIsHeldIsNeverDenied(int count) {
    List<Sha256> held = contents("held", count);
    HoldingsFilter filter = HoldingsFilter.of(SALT, held);

    assertThat(HoldingsFilter.read(filter.bytes()))
        .matches(f -> held.stream().allMatch(f::mayHold));
  }

  @Test
  void oneInAHundredAtMostIsAffirmedByMistake() {
    HoldingsFilter filter = HoldingsFilter.of(SALT, contents("held", 20_000));

    long mistakes = contents("other", 20_000).stream().filter(filter::mayHold).count();

    assertThat(mistakes).isLessThan(200);
    assertThat(filter.size()).isLessThan(20_000 * 12 / 8 + 100);
  }

  @Test
  void anotherSaltMakesOtherMistakes() {
    byte[] other = SALT.clone();
    other[0] = 1;
    List<Sha256> held = contents("held", 5_000);
    HoldingsFilter one = HoldingsFilter.of(SALT, held);
    HoldingsFilter two = HoldingsFilter.of(other, held);

    long both =
        contents("other", 20_000).stream().filter(c -> one.mayHold(c) && two.mayHold(c)).count();

    assertThat(both).isLessThan(10);
    assertThat(one.tag()).isNotEqualTo(two.tag());
  }

  @Test
  void aFilterThatAffirmsEverythingIsRefused() {
    byte[] bytes = HoldingsFilter.of(SALT, contents("held", 10)).bytes();
    Arrays.fill(bytes, 21, bytes.length, (byte) 0xff);

    assertThatThrownBy(() -> HoldingsFilter.read(bytes))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("affirms nearly everything");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 127, -1})
  void aFilterWithTooManyProbesOrNoneIsRefused(int probes) {
    byte[] bytes = HoldingsFilter.of(SALT, contents("held", 10)).bytes();
    bytes[4] = (byte) probes;

    assertThatThrownBy(() -> HoldingsFilter.read(bytes)).isInstanceOf(EdosException.class);
  }

  @Test
  void whatIsNoFilterIsRefused() {
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 21, 1000, HoldingsFilter.MOST_BYTES + 1}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      if (length > HoldingsFilter.MOST_BYTES) {
        System.arraycopy(HoldingsFilter.of(SALT, List.of()).bytes(), 0, bytes, 0, 21);
      }
      assertThatThrownBy(() -> HoldingsFilter.read(bytes))
          .isInstanceOf(EdosException.class)
          .extracting("category")
          .isEqualTo(EdosException.Category.REFUSED);
    }
  }

  @Test
  void aHugeNumberOfContentsStillFits() {
    // The same few over and over: what counts is how many are said to be there.
    List<Sha256> few = contents("held", 1000);
    List<Sha256> many =
        IntStream.range(0, 1_500_000).mapToObj(i -> few.get(i % few.size())).toList();

    HoldingsFilter filter = HoldingsFilter.of(SALT, many);

    assertThat(filter.size()).isLessThanOrEqualTo(HoldingsFilter.MOST_BYTES);
    assertThat(few).allMatch(HoldingsFilter.read(filter.bytes())::mayHold);
  }
}
