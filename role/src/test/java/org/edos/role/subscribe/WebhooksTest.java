package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.WebhookState;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.webhook.memory.MemoryWebhookCalls;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final URI ONE = URI.create("https://one.example/hook");
  private static final URI OTHER = URI.create("http://other.example/hook");

  private final MovingClock clock = new MovingClock();
  private final MemoryInbox inbox = new MemoryInbox();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final MemoryWebhookCalls calls = new MemoryWebhookCalls();
  private final List<Webhooks> running = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals(inbox, clock);

  @AfterEach
  void close() {
    running.forEach(Webhooks::close);
  }

  private Webhooks webhooks() {
    Webhooks webhooks =
        new Webhooks(
            inbox,
            documents,
            calls,
            clock,
            Duration.ofMillis(5),
            new GrowingPause(Duration.ofSeconds(1), Duration.ofSeconds(4)));
    running.add(webhooks);
    return webhooks;
  }

  private void arrive(String channel, String... subjects) {
    arrivals.arrive(channel, subjects);
  }

  private List<String> told(URI url) {
    return calls.calls().stream()
        .filter(call -> call.url().equals(url))
        .map(call -> call.notification().event().subject())
        .toList();
  }

  private void awaitTold(URI url, String... subjects) {
    await().untilAsserted(() -> assertThat(told(url)).containsExactly(subjects));
  }

  @Test
  void eachIsToldInOrderOfWhatComesAfterItWasAdded() {
    arrive("news", "before");
    Webhooks webhooks = webhooks();
    NewWebhook added = webhooks.add(ONE, Set.of());
    arrive("news", "a", "b", "c");

    awaitTold(ONE, "a", "b", "c");
    assertThat(calls.calls()).allMatch(call -> call.secret().equals(added.secret()));
    assertThat(calls.calls())
        .extracting(MemoryWebhookCalls.Call::delivery)
        .doesNotHaveDuplicates()
        .allMatch(delivery -> delivery.startsWith(added.webhook().id() + "-"));
  }

  @Test
  void channelsThatItDoesNotNameArePassedOver() {
    Webhooks webhooks = webhooks();
    webhooks.add(ONE, Set.of("news"));
    arrive("other", "x");
    arrive("news", "a");
    arrive("other", "y");

    awaitTold(ONE, "a");
    await().until(() -> webhooks.list().getFirst().delivered() == 3);
  }

  @Test
  void oneThatIsAwayIsCalledAgainAfterGrowingPausesAndHoldsUpNoOther() {
    Webhooks webhooks = webhooks();
    webhooks.add(ONE, Set.of());
    webhooks.add(OTHER, Set.of());
    calls.away(ONE, true);
    arrive("news", "a", "b");

    awaitTold(OTHER, "a", "b");
    await().until(() -> calls.refused() == 1);
    int attempts = 1;
    for (int pause : new int[] {1, 2, 4, 4}) {
      int failed = attempts;
      await().until(() -> webhooks.list().getFirst().failures() == failed);
      WebhookState state = webhooks.list().getFirst();
      assertThat(state.next()).contains(clock.instant().plusSeconds(pause));
      assertThat(state.error()).contains("one.example is away");
      clock.move(Duration.ofSeconds(pause));
      attempts++;
      int expected = attempts;
      await().until(() -> calls.refused() == expected);
    }

    int failed = attempts;
    await().until(() -> webhooks.list().getFirst().failures() == failed);
    calls.away(ONE, false);
    clock.move(Duration.ofSeconds(4));
    awaitTold(ONE, "a", "b");
    await().until(() -> webhooks.list().getFirst().error().isEmpty());
  }

  @Test
  void aRestartGoesOnWhereItWas() {
    Webhooks first = webhooks();
    NewWebhook added = first.add(ONE, Set.of("news"));
    arrive("news", "a");
    awaitTold(ONE, "a");
    await().until(() -> first.list().getFirst().delivered() == 1);
    first.close();
    arrive("news", "b");

    Webhooks second = webhooks();
    awaitTold(ONE, "a", "b");
    assertThat(second.list()).extracting(WebhookState::webhook).containsExactly(added.webhook());
    assertThat(calls.calls().getLast().secret()).isEqualTo(added.secret());
  }

  @Test
  void oneThatIsRemovedIsToldNothingMore() {
    Webhooks webhooks = webhooks();
    NewWebhook added = webhooks.add(ONE, Set.of());
    webhooks.add(OTHER, Set.of());
    webhooks.remove(added.webhook().id());
    arrive("news", "a");

    awaitTold(OTHER, "a");
    assertThat(told(ONE)).isEmpty();
    assertThatThrownBy(() -> webhooks.remove(added.webhook().id()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("edos webhook list");
  }

  @Test
  void whatIsNoWebAddressIsRefused() {
    Webhooks webhooks = webhooks();
    for (String url : List.of("ftp://x/y", "file:///etc/passwd", "http:///x", "x")) {
      assertThatThrownBy(() -> webhooks.add(URI.create(url), Set.of()))
          .isInstanceOf(EdosException.class);
    }
    assertThat(webhooks.list()).isEmpty();
  }
}
