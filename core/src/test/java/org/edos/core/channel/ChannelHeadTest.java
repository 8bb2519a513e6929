package org.edos.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

class ChannelHeadTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final Instant NOW = CREATED.plusSeconds(60);

  private static ChannelEvent event(long id, String subject, Map<String, String> details) {
    return new ChannelEvent("news", id, NOW, ChannelEvent.Kind.UNIT_ADDED, subject, details);
  }

  private static ChannelHead head(long last) {
    return new ChannelHead(
        "news",
        CREATED,
        last,
        EventChain.start("news", CREATED).digest(),
        NOW,
        NOW.plus(Duration.ofHours(24)));
  }

  @Test
  void whatIsSignedIsOneLineForEachValue() {
    assertThat(new String(head(7).bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            edos channel head 1
            news
            2026-01-02T03:04:05.000000006Z
            7
            %s
            2026-01-02T03:05:05.000000006Z
            2026-01-03T03:05:05.000000006Z\
            """
                .formatted(EventChain.start("news", CREATED).digest()));
  }

  @Test
  void aSignedHeadIsReadAsItWasWritten() {
    SignedHead signed = new SignedHead(head(7), "ab".repeat(32), "cd".repeat(64));
    assertThat(SignedHead.read(signed.write())).isEqualTo(signed);
  }

  @Test
  void whatIsNoHeadIsSaidToBeDamaged() {
    for (String text :
        new String[] {"", "a\nb", "x\n".repeat(8), "edos channel head 1\n".repeat(9)}) {
      assertThatThrownBy(() -> SignedHead.read(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              EdosException.class,
              e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXTERNAL));
    }
  }

  @Test
  void aHeadIsGoodUntilItExpires() {
    ChannelHead head = head(7);
    assertThat(head.isExpired(head.expires().minusNanos(1))).isFalse();
    assertThat(head.isExpired(head.expires())).isTrue();
  }

  @Test
  void theChainDependsOnEveryPartOfEveryEventButNotOnTheOrderOfDetails() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("b", "2");
    details.put("a", "1");
    EventChain start = EventChain.start("news", CREATED);
    Sha256 digest = start.with(event(1, "curl", Map.of("a", "1", "b", "2"))).digest();
    assertThat(start.with(event(1, "curl", details)).digest()).isEqualTo(digest);
    assertThat(start.with(event(1, "curl", Map.of("a", "12", "b", ""))).digest())
        .isNotEqualTo(digest);
    assertThat(start.with(event(1, "wget", details)).digest()).isNotEqualTo(digest);
    assertThat(EventChain.start("news", NOW).with(event(1, "curl", details)).digest())
        .isNotEqualTo(digest);
    assertThatThrownBy(() -> start.with(event(2, "curl", details)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aViewWhoseHeadHasExpiredIsStaleUnlessItIsWorse() {
    ChannelFreshness fresh = view(ChannelFreshness.State.FRESH);
    assertThat(fresh.seenAt(NOW).state()).isEqualTo(ChannelFreshness.State.FRESH);
    assertThat(fresh.seenAt(NOW.plusSeconds(10)).state()).isEqualTo(ChannelFreshness.State.STALE);
    assertThat(view(ChannelFreshness.State.FORGED).seenAt(NOW.plusSeconds(10)).state())
        .isEqualTo(ChannelFreshness.State.FORGED);
    assertThat(fresh.lag()).isEqualTo(2);
  }

  private static ChannelFreshness view(ChannelFreshness.State state) {
    return new ChannelFreshness(
        "news", 5, 7, Optional.of(NOW), Optional.of(NOW.plusSeconds(10)), state, "");
  }
}
