package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelEvent.Kind;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome.State;
import org.edos.core.channel.Subscription;
import org.edos.core.channel.Subscription.Action;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.testkit.MovingClock;

/**
 * A publisher that feeds channels, a mirror that copies them, and a subscriber of either, each of
 * which is killed at any moment of a random schedule: its objects are abandoned, and new ones made
 * on what is durable. One thread takes every step, so that a seed is a schedule.
 */
final class CrashSchedule {
  private static final List<String> CHANNELS = List.of("a", "b", "c");
  private static final List<String> FILTERS = List.of("", "", "name:x", "name:3");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SubscribeConfig CONFIG =
      new SubscribeConfig(Duration.ofSeconds(1), 3, 1, 1000, Duration.ofSeconds(1));

  private final Random random;
  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog publisher = new MemoryChannelLog(clock);
  private final MemoryChannelLog mirror = new MemoryChannelLog(clock);
  private final Supplier<Inbox> durable;
  private final Deaths deaths = new Deaths();
  private final Map<String, Subscription> subscribed = new HashMap<>();
  private final List<Long> ran = new ArrayList<>();
  private final List<String> downloaded = new ArrayList<>();
  private boolean publisherIsUp = true;
  private boolean settling;
  private Optional<Subscriber> subscriber = Optional.empty();
  private Inbox inbox;

  /** One life of the subscriber. */
  private record Subscriber(SubscriptionState state, Acting acting, RoughDeliveries deliveries) {}

  /**
   * A schedule of steps to take.
   *
   * @param durable opens what is durable of the subscriber
   */
  CrashSchedule(long seed, Supplier<Inbox> durable) {
    this.random = new Random(seed);
    this.durable = durable;
    this.inbox = durable.get();
    for (String channel : CHANNELS) {
      publisher.create(new Channel(channel, "", clock.instant()));
      mirror.create(new Channel(channel, "", clock.instant()));
    }
  }

  /** Takes so many steps, then lets everybody come to rest, and looks at what arrived. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      if (random.nextInt(12) == 0) {
        deaths.in(random.nextInt(8));
      }
      step(this::randomStep);
    }
    deaths.never();
    settle();
    everythingArrivedOnceAndInOrder();
    nothingWasActedOnTwice();
    inbox.close();
  }

  private void step(Runnable step) {
    try {
      step.run();
    } catch (Deaths.Killed killed) {
      subscriber = Optional.empty();
    }
  }

  private void randomStep() {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> feed();
      case 4, 5 -> copy(1 + random.nextInt(4));
      case 6 -> publisherIsUp = random.nextInt(3) > 0;
      case 7 -> subscriber().deliveries().cut(anyPeer());
      case 8 -> subscribeOrLeave();
      case 9 -> clock.move(Duration.ofMinutes(random.nextInt(40)));
      default -> live();
    }
  }

  /** The publisher adds a unit, takes one out, or dies before it has acknowledged either. */
  private void feed() {
    if (!publisherIsUp) {
      return;
    }
    String channel = oneOf(CHANNELS);
    for (int i = random.nextInt(5); i >= 0; i--) {
      Map<String, String> details =
          random.nextInt(6) == 0 ? Map.of("replaces", unit()) : Map.of("size", "1");
      Kind kind = random.nextInt(4) == 0 ? Kind.UNIT_REMOVED : Kind.UNIT_ADDED;
      publisher.append(channel, kind, unit(), details);
    }
  }

  private String unit() {
    return oneOf(List.of("x", "y")) + random.nextInt(6);
  }

  /** The mirror copies some events, from the newest that it has on. */
  private void copy(int most) {
    if (!publisherIsUp) {
      return;
    }
    for (String channel : CHANNELS) {
      List<ChannelEvent> here = mirror.events(channel, 0, Integer.MAX_VALUE);
      long newest = here.isEmpty() ? 0 : here.getLast().id();
      publisher.events(channel, newest, most).forEach(mirror::replicate);
    }
  }

  private ChannelReader anyPeer() {
    return publisherIsUp && random.nextBoolean() ? publisher : mirror;
  }

  private void subscribeOrLeave() {
    List<Subscription> all = inbox.subscriptions();
    if (all.size() > 4 && random.nextBoolean()) {
      inbox.unsubscribe(oneOf(all).id());
      return;
    }
    Optional<Duration> every = random.nextInt(3) == 0 ? Optional.of(HOUR) : Optional.empty();
    subscriber()
        .state()
        .subscribe(
            new Subscription.Terms(
                oneOf(CHANNELS),
                oneOf(FILTERS),
                oneOf(List.of(Subscription.Scope.values())),
                every,
                oneOf(List.of(Action.values()))));
  }

  /** The subscriber does some of what it does. */
  private void live() {
    Subscriber alive = subscriber();
    inbox.subscriptions().forEach(one -> subscribed.put(one.id(), one));
    alive.state().follow();
    alive.deliveries().step(1 + random.nextInt(4));
    switch (random.nextInt(4)) {
      case 0 -> alive.state().release();
      case 1 -> alive.acting().act(Action.RUN, () -> {});
      case 2 -> alive.acting().act(Action.DOWNLOAD, () -> {});
      default -> alive.state().store();
    }
  }

  /** The one that lives, or a new one where the last was killed. */
  private Subscriber subscriber() {
    if (subscriber.isEmpty()) {
      inbox = durable.get();
      MortalInbox mortal = new MortalInbox(inbox, deaths);
      RoughDeliveries deliveries = new RoughDeliveries(random, anyPeer());
      mortal.takeUp();
      subscriber =
          Optional.of(
              new Subscriber(
                  new SubscriptionState(
                      anyPeer(),
                      deliveries,
                      mortal,
                      event -> {},
                      clock,
                      CONFIG.waiting(),
                      () -> {}),
                  new Acting(
                      mortal.actions(),
                      this::download,
                      Optional.of(this::runHook),
                      event -> {},
                      clock,
                      CONFIG),
                  deliveries));
    }
    return subscriber.get();
  }

  private void download(ChannelEvent event) {
    deaths.moment();
    if (!settling && random.nextInt(3) == 0) {
      throw EdosException.external("nobody has it now");
    }
    downloaded.add(event.channel() + event.id());
    deaths.moment();
  }

  private String runHook(Notification notification) {
    deaths.moment();
    ran.add(notification.number());
    deaths.moment();
    return "";
  }

  /** Everybody is up, and nobody dies, until nothing is left to do. */
  private void settle() {
    settling = true;
    publisherIsUp = true;
    copy(Integer.MAX_VALUE);
    clock.move(HOUR.multipliedBy(2));
    Subscriber alive = subscriber();
    alive.state().follow();
    alive.deliveries().cut(mirror);
    while (alive.deliveries().step(100) | alive.state().store()) {
      // What is told is stored.
    }
    clock.move(HOUR);
    alive.state().release();
    for (Action kind : Action.values()) {
      while (alive.acting().act(kind, () -> {})) {
        clock.move(Duration.ofDays(20));
      }
    }
  }

  private void everythingArrivedOnceAndInOrder() {
    Map<String, List<Long>> arrived = new HashMap<>();
    for (Notification one : notifications()) {
      arrived.computeIfAbsent(one.subscription(), id -> new ArrayList<>()).add(one.event().id());
    }
    List<String> living = inbox.subscriptions().stream().map(Subscription::id).toList();
    inbox.subscriptions().forEach(one -> subscribed.put(one.id(), one));
    for (Subscription one : subscribed.values()) {
      List<Long> expected = expected(one).map(ChannelEvent::id).toList();
      List<Long> told = arrived.getOrDefault(one.id(), List.of());
      assertThat(told)
          .as("what arrived for %s", one)
          .isEqualTo(living.contains(one.id()) ? expected : expected.subList(0, told.size()));
    }
  }

  private Stream<ChannelEvent> expected(Subscription one) {
    List<ChannelEvent> all = publisher.events(one.channel(), 0, Integer.MAX_VALUE);
    return all.stream()
        .filter(event -> RoughDeliveries.matches(one.filter(), event))
        .filter(event ->
            event.id() > one.began()
                || (one.scope() == Subscription.Scope.ALL && isThereStill(event, one, all)));
  }

  /** Whether an event added a unit of which nothing more was said until the subscription began. */
  private static boolean isThereStill(ChannelEvent added, Subscription by, List<ChannelEvent> all) {
    return added.kind() == Kind.UNIT_ADDED
        && all.stream()
            .filter(event -> event.id() > added.id() && event.id() <= by.began())
            .noneMatch(event ->
                event.subject().equals(added.subject())
                    || (event.kind() == Kind.UNIT_ADDED
                        && added.subject().equals(event.details().get("replaces"))));
  }

  private void nothingWasActedOnTwice() {
    assertThat(ran).doesNotHaveDuplicates();
    for (Notification one : notifications()) {
      State state = one.outcome().state();
      switch (one.outcome().action()) {
        case NOTIFY -> assertThat(state).isEqualTo(State.NONE);
        case RUN -> {
          assertThat(state).isIn(State.DONE, State.INTERRUPTED, State.DROPPED);
          if (state != State.INTERRUPTED) {
            assertThat(ran.contains(one.number())).isEqualTo(state == State.DONE);
          }
        }
        case DOWNLOAD -> {
          assertThat(state).isIn(State.DONE, State.DROPPED);
          if (state == State.DONE) {
            assertThat(downloaded).contains(one.event().channel() + one.event().id());
          }
        }
      }
    }
  }

  private List<Notification> notifications() {
    return inbox.notifications(0, Integer.MAX_VALUE);
  }

  private <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
