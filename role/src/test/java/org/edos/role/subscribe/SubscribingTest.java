package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscribingTest {
  private static final SubscribeConfig CONFIG = new SubscribeConfig(Duration.ofMillis(20));

  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryInbox inbox = new MemoryInbox();
  private final List<String> downloaded = new CopyOnWriteArrayList<>();
  private final List<SubscribeEvent> events = new CopyOnWriteArrayList<>();
  private final List<Subscribing> running = new ArrayList<>();
  private volatile boolean indexAway;

  @BeforeEach
  void create() {
    channels.create(new Channel("news", "", clock.instant()));
  }

  @AfterEach
  void close() {
    running.forEach(Subscribing::close);
    channels.close();
  }

  private Subscribing subscriber() {
    Subscribing subscriber =
        new Subscribing(
            channels,
            inbox,
            (query, event) -> {
              if (indexAway) {
                throw EdosException.external("the index is away");
              }
              if (event.subject().equals("malformed")) {
                throw EdosException.usage("not a unit");
              }
              return event.subject().contains("curl");
            },
            event -> {
              if (event.subject().equals("broken")) {
                throw EdosException.external("nobody has it");
              }
              downloaded.add(event.subject());
            },
            events::add,
            clock,
            CONFIG);
    running.add(subscriber);
    return subscriber;
  }

  private void tell(String... subjects) {
    for (String subject : subjects) {
      channels.append("news", ChannelEvent.Kind.UNIT_ADDED, subject, Map.of());
    }
  }

  private List<String> arrived() {
    return inbox.notifications(0, 1000).stream()
        .map(Notification::event)
        .map(ChannelEvent::subject)
        .toList();
  }

  @Test
  void whatComesAfterSubscribingArrivesInOrderAndOnce() {
    Subscribing subscriber = subscriber();
    tell("before");
    subscriber.subscribe("news", "", Optional.empty(), Subscription.Action.NOTIFY);
    tell("a", "b", "c");
    await().until(() -> arrived().size() >= 3);
    assertThat(arrived()).containsExactly("a", "b", "c");
    assertThat(downloaded).isEmpty();
  }

  @Test
  void aFilterLetsThroughWhatMatches() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe("news", "name:curl", Optional.empty(), Subscription.Action.NOTIFY);
    tell("wget", "curl", "malformed", "libcurl");
    await().until(() -> arrived().size() >= 2);
    assertThat(arrived()).containsExactly("curl", "libcurl");
  }

  @Test
  void anIndexThatIsAwayLosesNothing() {
    Subscribing subscriber = subscriber();
    indexAway = true;
    subscriber.subscribe("news", "name:curl", Optional.empty(), Subscription.Action.NOTIFY);
    tell("curl", "wget", "curl7");
    indexAway = false;
    await().until(() -> arrived().size() >= 2);
    assertThat(arrived()).containsExactly("curl", "curl7");
  }

  @Test
  void aPeriodicSubscriptionArrivesWhenItsTimeHasPassed() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe("news", "", Optional.of(Duration.ofHours(1)), Subscription.Action.NOTIFY);
    subscriber.subscribe("news", "", Optional.empty(), Subscription.Action.DOWNLOAD);
    tell("a", "b");
    await().until(() -> downloaded.size() == 2);
    assertThat(arrived()).containsExactly("a", "b"); // of the immediate one alone
    clock.move(Duration.ofHours(1));
    await().until(() -> arrived().size() == 4);
  }

  @Test
  void aDigestWhoseTimePassedWhileTheSubscriberWasAwayArrivesAtOnce() {
    Subscribing first = subscriber();
    first.subscribe("news", "", Optional.of(Duration.ofDays(1)), Subscription.Action.NOTIFY);
    tell("a");
    first.close();
    clock.move(Duration.ofDays(2));
    subscriber();
    await().until(() -> arrived().equals(List.of("a")));
  }

  @Test
  void theActionDownloadFetchesAndItsFailureIsTold() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe("news", "", Optional.empty(), Subscription.Action.DOWNLOAD);
    tell("broken", "good");
    await().until(() -> downloaded.equals(List.of("good")));
    await()
        .until(() ->
            events.stream()
                .anyMatch(it ->
                    it instanceof SubscribeEvent.ActionFailed f
                        && f.reason().equals("nobody has it")));
    assertThat(arrived()).containsExactly("broken", "good");
  }

  @Test
  void whoWasAwayGetsWhatItMissedOnce() {
    Subscribing first = subscriber();
    first.subscribe("news", "", Optional.empty(), Subscription.Action.NOTIFY);
    tell("a");
    await().until(() -> arrived().size() == 1);
    first.close();
    for (int i = 0; i < 600; i++) {
      tell("missed " + i);
    }
    subscriber();
    subscriber();
    await().until(() -> arrived().size() >= 601);
    assertThat(arrived()).hasSize(601).doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeSubscribedToIsRefused() {
    Subscribing subscriber = subscriber();
    assertThatThrownBy(
            () -> subscriber.subscribe("none", "", Optional.empty(), Subscription.Action.NOTIFY))
        .hasMessageContaining("no channel 'none'");
    assertThatThrownBy(() ->
            subscriber.subscribe("news", "name:(", Optional.empty(), Subscription.Action.NOTIFY))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE));
    assertThatThrownBy(() -> subscriber.unsubscribe("7"))
        .hasMessageContaining("no subscription '7'");
    Subscription known =
        subscriber.subscribe("news", "", Optional.empty(), Subscription.Action.NOTIFY);
    subscriber.unsubscribe(known.id());
    assertThat(subscriber.subscriptions()).isEmpty();
  }
}
