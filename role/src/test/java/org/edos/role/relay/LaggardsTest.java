package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Peers that the origin is not kept waiting for. */
class LaggardsTest {
  private static final URI PEER = URI.create("http://127.0.0.1:9977");

  private final AtomicLong nanos = new AtomicLong();
  private final Laggards laggards = new Laggards(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whoWasLateIsLateForASecondOrUntilItIsPrompt() {
    assertThat(laggards.isLate(PEER)).isFalse();
    laggards.late(PEER);
    assertThat(laggards.isLate(PEER)).isTrue();
    laggards.prompt(PEER);
    assertThat(laggards.isLate(PEER)).isFalse();

    laggards.late(PEER);
    pass(Duration.ofMillis(999));
    assertThat(laggards.isLate(PEER)).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(laggards.isLate(PEER)).isFalse();
  }

  @Test
  void whoIsLateAgainIsLateForTwiceAsLongAMinuteAtMost() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      laggards.late(PEER);
      laggards.late(PEER);
      pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(laggards.isLate(PEER)).as("after %s s", seconds).isTrue();
      pass(Duration.ofNanos(1));
      assertThat(laggards.isLate(PEER)).isFalse();
    }
  }

  @Test
  void theThousandThatWereLateLastAreRemembered() {
    laggards.late(PEER);
    for (int port = 1; port <= 1_000; port++) {
      laggards.late(URI.create("http://127.0.0.2:" + port));
    }
    assertThat(laggards.isLate(PEER)).isFalse();
    assertThat(laggards.isLate(URI.create("http://127.0.0.2:1"))).isTrue();
  }
}
