package org.edos.physical.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every record of the gateway's contents does. */
public abstract class KeptContract {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  protected Kept kept;

  /** A record that knows no content. */
  protected abstract Kept open();

  @BeforeEach
  void opens() {
    kept = open();
  }

  @AfterEach
  void closes() {
    kept.close();
  }

  protected static Sha256 content(int number) {
    return Sha256.of(("content " + number).getBytes(UTF_8));
  }

  /** A content of as many bytes as its number, used so many seconds after noon. */
  protected static Kept.Entry entry(int number, int second) {
    return new Kept.Entry(content(number), number, NOON.plusSeconds(second));
  }

  @Test
  void nothingIsKeptAtFirst() {
    assertThat(kept.ids()).isEmpty();
    assertThat(kept.bytes()).isZero();
    assertThat(kept.leastRecentlyUsed(10)).isEmpty();
  }

  @Test
  void theLongestUnusedComesFirst() {
    kept.keep(List.of(entry(1, 30), entry(2, 10), entry(3, 20)));

    assertThat(kept.leastRecentlyUsed(2)).containsExactly(entry(2, 10), entry(3, 20));
    assertThat(kept.bytes()).isEqualTo(6);
  }

  @Test
  void useMakesAContentYoung() {
    kept.keep(List.of(entry(1, 1), entry(2, 2), entry(3, 3)));

    kept.touch(content(1), NOON.plusSeconds(9));

    assertThat(kept.leastRecentlyUsed(3)).containsExactly(entry(2, 2), entry(3, 3), entry(1, 9));
  }

  @Test
  void whatWasNotKeptIsNotKeptForBeingUsed() {
    kept.touch(content(1), NOON);

    assertThat(kept.leastRecentlyUsed(1)).isEmpty();
    assertThat(kept.ids()).isEmpty();
  }

  @Test
  void whatIsForgottenIsGone() {
    kept.keep(List.of(entry(1, 1), entry(2, 2)));
    kept.touch(content(1), NOON.plusSeconds(5));

    kept.forget(List.of(content(1), content(7)));

    assertThat(kept.ids()).containsExactly(content(2));
    assertThat(kept.bytes()).isEqualTo(2);
    assertThat(kept.leastRecentlyUsed(5)).containsExactly(entry(2, 2));
  }

  @Test
  void whatIsKeptTwiceCountsOnce() {
    kept.keep(List.of(entry(5, 1)));
    kept.keep(List.of(entry(5, 2)));

    assertThat(kept.bytes()).isEqualTo(5);
    assertThat(kept.leastRecentlyUsed(5)).containsExactly(entry(5, 2));
  }

  @Test
  void manyAreKeptAndUsed() {
    kept.keep(IntStream.range(0, 3_000).mapToObj(i -> entry(i, i)).toList());
    IntStream.range(0, 1_000).forEach(i -> kept.touch(content(i), NOON.plusSeconds(5_000 + i)));

    assertThat(kept.ids()).hasSize(3_000);
    assertThat(kept.leastRecentlyUsed(1)).containsExactly(entry(1_000, 1_000));
  }
}
