package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelHead;
import org.edos.core.channel.EventChain;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryHeadBoard;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadSigningTest {
  private static final Duration VALIDITY = Duration.ofHours(24);

  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryHeadBoard board = new MemoryHeadBoard();
  private final Ed25519Key key = Ed25519Key.generate();
  private final AtomicInteger rounds = new AtomicInteger();
  private final Instant created = clock.instant();

  @BeforeEach
  void create() {
    channels.create(new Channel("news", "", created));
  }

  @AfterEach
  void close() {
    channels.close();
  }

  private HeadSigning signing() {
    return new HeadSigning(
        channels,
        board,
        key,
        clock,
        new HeadSigning.Config(VALIDITY, Duration.ofMillis(20), Duration.ofMillis(40)),
        rounds::incrementAndGet);
  }

  private void tell(int events) {
    for (int i = 0; i < events; i++) {
      channels.append("news", ChannelEvent.Kind.UNIT_ADDED, "curl", Map.of("size", "1"));
    }
  }

  private ChannelHead head() {
    return board.head("news").map(SignedHead::head).orElseThrow();
  }

  private void awaitLast(long last) {
    await().until(() -> board.head("news").filter(h -> h.head().last() == last).isPresent());
  }

  private EventChain chain() {
    EventChain chain = EventChain.start("news", created);
    for (ChannelEvent event : channels.events("news", 0, 10_000)) {
      chain = chain.with(event);
    }
    return chain;
  }

  @Test
  void theHeadFollowsTheEventsWithTheirChainAndTheKeysSignature() {
    try (HeadSigning signing = signing()) {
      awaitLast(0);
      tell(3);
      awaitLast(3);
      tell(1200);
      awaitLast(1203);
      SignedHead signed = board.head("news").orElseThrow();
      assertThat(EventChain.at(signed.head())).isEqualTo(chain());
      assertThat(signed.head().expires()).isEqualTo(clock.instant().plus(VALIDITY));
      assertThat(
              new Ed25519Check().verify(key.publicKey(), signed.head().bytes(), signed.signature()))
          .isTrue();
      assertThat(rounds.get()).isLessThan(600); // not one for each event
    }
  }

  @Test
  void aRestartComputesTheSameChainAndSignsNothingAnew() {
    try (HeadSigning signing = signing()) {
      tell(5);
      awaitLast(5);
    }
    SignedHead before = board.head("news").orElseThrow();
    clock.move(VALIDITY.dividedBy(3));
    rounds.set(0);
    channels.create(new Channel("later", "", clock.instant()));
    try (HeadSigning signing = signing()) {
      await().until(() -> board.head("later").isPresent());
      assertThat(board.head("news")).contains(before);
      tell(1);
      awaitLast(6);
      assertThat(EventChain.at(head())).isEqualTo(chain());
    }
  }

  @Test
  void aHeadIsSignedAnewBeforeHalfOfItsLifeIsOver() {
    try (HeadSigning signing = signing()) {
      awaitLast(0);
      clock.move(VALIDITY.dividedBy(2));
      await().until(() -> head().signed().equals(clock.instant()));
      assertThat(head().expires()).isEqualTo(clock.instant().plus(VALIDITY));
    }
  }

  @Test
  void aChannelCreatedAnewHasAHeadOfALaterGenerationAndADeletedOneHasNone() {
    try (HeadSigning signing = signing()) {
      tell(2);
      awaitLast(2);
      channels.delete("news");
      await().until(() -> board.head("news").isEmpty());
      clock.move(Duration.ofSeconds(1));
      channels.create(new Channel("news", "", clock.instant()));
      awaitLast(0);
      assertThat(head().generation()).isEqualTo(clock.instant()).isAfter(created);
    }
  }

  @Test
  void aClockThatWentBackDoesNotMakeHeadsOlder() {
    try (HeadSigning signing = signing()) {
      awaitLast(0);
      Instant first = head().signed();
      clock.move(Duration.ofHours(-1));
      tell(1);
      awaitLast(1);
      assertThat(head().signed()).isEqualTo(first);
    }
  }
}
