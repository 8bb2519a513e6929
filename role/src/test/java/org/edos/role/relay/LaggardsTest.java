package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** Peers that the origin is not kept waiting for. */
class LaggardsTest {
  private static final URI PEER = URI.create("http://127.0.0.1:9977");

  private final Laggards laggards = new Laggards();

  @Test
  void whoWasLateIsLateUntilItIsPrompt() {
    assertThat(laggards.isLate(PEER)).isFalse();
    laggards.late(PEER);
    assertThat(laggards.isLate(PEER)).isTrue();
    laggards.prompt(PEER);
    assertThat(laggards.isLate(PEER)).isFalse();
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
