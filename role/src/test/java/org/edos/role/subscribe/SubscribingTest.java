package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.edos.core.channel.Subscription.Action.DOWNLOAD;
import static org.edos.core.channel.Subscription.Action.NOTIFY;
import static org.edos.core.channel.Subscription.Action.RUN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome.State;
import org.edos.core.channel.Subscription;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscribingTest {
  private static final SubscribeConfig CONFIG =
      new SubscribeConfig(Duration.ofMillis(20), 8, 3, 3, Duration.ofSeconds(15));

  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryInbox inbox = new MemoryInbox();
  private final List<String> downloaded = new CopyOnWriteArrayList<>();
  private final List<SubscribeEvent> events = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> running = new ArrayList<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private volatile boolean indexAway;

  @BeforeEach
  void create() {
    channels.create(new Channel("news", "", clock.instant()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : running) {
      one.close();
    }
    channels.close();
  }

  private Subscribing subscriber() {
    Delivering deliveries = new Delivering(channels, this::document, Duration.ofMillis(20));
    Subscribing subscriber =
        new Subscribing(
            new Subscribing.Parts(
                channels, deliveries, inbox, this::download, Optional.of(this::run), clock),
            events::add,
            CONFIG);
    running.add(subscriber);
    running.add(deliveries);
    return subscriber;
  }

  private Optional<Document> document(UnitId unit) {
    if (indexAway) {
      throw EdosException.external("the index is away");
    }
    return Optional.of(Units.document(unit));
  }

  private void download(ChannelEvent event) {
    if (event.subject().equals("broken")) {
      throw EdosException.refused("not what was signed");
    }
    if (away.contains(event.subject())) {
      throw EdosException.external("nobody has it");
    }
    downloaded.add(event.subject());
  }

  private String run(Notification notification) {
    ran.add(notification.event().subject());
    if (notification.event().subject().equals("broken")) {
      throw EdosException.external("ended with 1");
    }
    return "hello";
  }

  private static Subscription.Terms news(Subscription.Action action) {
    return new Subscription.Terms("news", action);
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
    subscriber.subscribe(news(NOTIFY));
    tell("a", "b", "c");
    await().until(() -> arrived().size() >= 3);
    assertThat(arrived()).containsExactly("a", "b", "c");
    assertThat(downloaded).isEmpty();
  }

  @Test
  void aFilterLetsThroughWhatMatches() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(NOTIFY).matching("name:curl*"));
    tell(Units.id("wget"), Units.id("curl"), "no unit", Units.id("curl7"));
    await().until(() -> arrived().size() >= 2);
    assertThat(arrived()).containsExactly(Units.id("curl"), Units.id("curl7"));
  }

  @Test
  void anIndexThatIsAwayLosesNothing() {
    Subscribing subscriber = subscriber();
    indexAway = true;
    subscriber.subscribe(news(NOTIFY).matching("name:curl*"));
    tell(Units.id("curl"), Units.id("wget"), Units.id("curl7"));
    indexAway = false;
    await().until(() -> arrived().size() >= 2);
    assertThat(arrived()).containsExactly(Units.id("curl"), Units.id("curl7"));
  }

  @Test
  void aPeriodicSubscriptionArrivesWhenItsTimeHasPassed() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(NOTIFY).each(Duration.ofHours(1)));
    subscriber.subscribe(news(DOWNLOAD));
    tell("a", "b");
    await().until(() -> downloaded.size() == 2);
    assertThat(arrived()).containsExactly("a", "b"); // of the immediate one alone
    clock.move(Duration.ofHours(1));
    await().until(() -> arrived().size() == 4);
  }

  @Test
  void aDigestWhoseTimePassedWhileTheSubscriberWasAwayArrivesAtOnce() {
    Subscribing first = subscriber();
    first.subscribe(news(NOTIFY).each(Duration.ofDays(1)));
    tell("a");
    first.close();
    clock.move(Duration.ofDays(2));
    subscriber();
    await().until(() -> arrived().equals(List.of("a")));
  }

  @Test
  void aDigestIsOneGroup() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(NOTIFY).each(Duration.ofHours(1)));
    tell("a", "b");
    await().until(() -> inbox.subscriptions().getFirst().seen() == 2);
    clock.move(Duration.ofHours(1));
    await().until(() -> arrived().size() == 2);
    assertThat(inbox.notifications(0, 10)).extracting(Notification::group).containsExactly(1L, 1L);
    tell("c");
    await().until(() -> inbox.subscriptions().getFirst().seen() == 3);
    clock.move(Duration.ofHours(1));
    await().until(() -> arrived().size() == 3);
    assertThat(inbox.notifications(2, 10)).extracting(Notification::group).containsExactly(3L);
  }

  @Test
  void whoWantsAllFirstHearsOfWhatIsThereStill() {
    tell("a", "b", "c", "b");
    channels.append("news", ChannelEvent.Kind.UNIT_REMOVED, "a", Map.of());
    channels.append("news", ChannelEvent.Kind.UNIT_ADDED, "d", Map.of("replaces", "c"));
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(NOTIFY).beginningWith(Subscription.Scope.ALL));
    tell("e");
    channels.append("news", ChannelEvent.Kind.UNIT_REMOVED, "d", Map.of());
    await().until(() -> arrived().size() >= 4);
    assertThat(arrived()).containsExactly("b", "d", "e", "d");
    assertThat(inbox.subscriptions().getFirst().seen()).isEqualTo(8);
  }

  @Test
  void theActionDownloadFetchesAndItsFailureIsTold() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(DOWNLOAD));
    tell("broken", "good");
    await().until(() -> downloaded.equals(List.of("good")));
    await().until(() -> failures().equals(List.of("not what was signed")));
    assertThat(arrived()).containsExactly("broken", "good");
    await().until(() -> states().equals(List.of(State.FAILED, State.DONE)));
  }

  @Test
  void aDownloadThatNobodyCanGiveIsTriedAgainLaterAndAtLastGivenUp() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(DOWNLOAD));
    away.addAll(List.of("late", "never"));
    tell("late", "never");
    await().until(() -> attempts().equals(List.of(1, 1)) && states().equals(pending(2)));
    away.remove("late");
    clock.move(Duration.ofSeconds(15));
    await().until(() -> attempts().equals(List.of(2, 2)) && downloaded.size() == 1);
    await().until(() -> states().equals(List.of(State.DONE, State.PENDING)));
    clock.move(Duration.ofSeconds(30));
    await().until(() -> states().equals(List.of(State.DONE, State.FAILED)));
    assertThat(failures()).containsExactly("nobody has it");
    away.clear();
    subscriber.repeat(2);
    await().until(() -> states().equals(List.of(State.DONE, State.DONE)));
    assertThat(downloaded).containsExactly("late", "never");
  }

  @Test
  void whatTwoSubscriptionsWaitForIsDownloadedOnce() {
    Subscribing subscriber = subscriber();
    away.add(Units.id("curl"));
    subscriber.subscribe(news(DOWNLOAD));
    subscriber.subscribe(news(DOWNLOAD).matching("name:curl*"));
    tell(Units.id("curl"));
    await().until(() -> states().equals(pending(2)) && attempts().getFirst() == 1);
    away.clear();
    clock.move(Duration.ofMinutes(1));
    await().until(() -> states().equals(List.of(State.DONE, State.DONE)));
    assertThat(downloaded).containsExactly(Units.id("curl"));
  }

  @Test
  void theActionRunRunsTheHookOnceForEachInOrder() {
    Subscribing subscriber = subscriber();
    subscriber.subscribe(news(RUN));
    tell("a", "broken", "c");
    await().until(() -> states().equals(List.of(State.DONE, State.FAILED, State.DONE)));
    assertThat(ran).containsExactly("a", "broken", "c");
    assertThat(inbox.notifications(0, 10))
        .extracting(one -> one.outcome().said())
        .containsExactly("hello", "ended with 1", "hello");
    subscriber.repeat(2);
    await().until(() -> ran.size() == 4);
  }

  @Test
  void withoutAHookNothingIsRun() {
    try (Delivering deliveries = new Delivering(channels, this::document, Duration.ofMillis(20));
        Subscribing subscriber =
            new Subscribing(
                new Subscribing.Parts(
                    channels, deliveries, inbox, this::download, Optional.empty(), clock),
                events::add,
                CONFIG)) {
      assertThatThrownBy(() -> subscriber.subscribe(news(RUN))).hasMessageContaining("--set hook=");
      assertThat(subscriber.subscriptions()).isEmpty();
    }
  }

  @Test
  void aChannelThatIsGoneHoldsUpNoOther() {
    channels.create(new Channel("other", "", clock.instant()));
    Subscribing subscriber = subscriber();
    subscriber.subscribe(new Subscription.Terms("other", NOTIFY));
    channels.delete("other");
    subscriber.subscribe(news(NOTIFY));
    tell("a");
    await().until(() -> arrived().equals(List.of("a")));
    channels.create(new Channel("other", "", clock.instant()));
    channels.append("other", ChannelEvent.Kind.UNIT_ADDED, "b", Map.of());
    await().until(() -> arrived().equals(List.of("a", "b")));
  }

  private List<State> states() {
    return inbox.notifications(0, 1000).stream().map(one -> one.outcome().state()).toList();
  }

  private List<Integer> attempts() {
    return inbox.notifications(0, 1000).stream().map(one -> one.outcome().attempts()).toList();
  }

  private static List<State> pending(int count) {
    return Collections.nCopies(count, State.PENDING);
  }

  private List<String> failures() {
    return events.stream()
        .filter(SubscribeEvent.ActionFailed.class::isInstance)
        .map(event -> ((SubscribeEvent.ActionFailed) event).reason())
        .toList();
  }

  @Test
  void whoWasAwayGetsWhatItMissedOnce() {
    Subscribing first = subscriber();
    first.subscribe(news(NOTIFY));
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
    assertThatThrownBy(() -> subscriber.subscribe(new Subscription.Terms("none", NOTIFY)))
        .hasMessageContaining("no channel 'none'");
    assertThatThrownBy(() -> subscriber.subscribe(news(NOTIFY).matching("name:(")))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE));
    assertThatThrownBy(() -> subscriber.unsubscribe("7"))
        .hasMessageContaining("no subscription '7'");
    Subscription known = subscriber.subscribe(news(NOTIFY));
    subscriber.unsubscribe(known.id());
    assertThat(subscriber.subscriptions()).isEmpty();
  }
}
