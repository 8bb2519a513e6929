package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.query.Query;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.Progress;

/**
 * The subscriptions of a peer and how far each has come; has no thread of its own. One thread calls
 * its methods; followings tell it on any. All that must last is in the inbox, so that one that is
 * made anew on the same inbox goes on where the last came to, whenever that ended.
 */
final class SubscriptionState implements AutoCloseable {
  private static final int BATCH = 1000;
  private static final int MOST = 1000;

  /** Characters that a peer is asked for at once. */
  private static final int MOST_FILTERS = 500_000;

  private final ChannelReader channels;
  private final Deliveries deliveries;
  private final Inbox inbox;
  private final Consumer<SubscribeEvent> events;
  private final Clock clock;
  private final Runnable told;
  private final ToldEvents waiting;
  private final List<Following> followings = new ArrayList<>();
  private final Map<String, Set<Long>> present = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Those without digests that hold nothing, from a time when they had digests, any more. */
  private final Set<String> settled = new HashSet<>();

  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final Map<String, String> ended = new ConcurrentHashMap<>();

  /**
   * Follows nothing yet.
   *
   * @param capacity most told events that wait to be stored
   * @param told is run when something was told; quick, on any thread
   */
  SubscriptionState(
      ChannelReader channels,
      Deliveries deliveries,
      Inbox inbox,
      Consumer<SubscribeEvent> events,
      Clock clock,
      int capacity,
      Runnable told) {
    this.channels = channels;
    this.deliveries = deliveries;
    this.inbox = inbox;
    this.events = events;
    this.clock = clock;
    this.told = told;
    this.waiting = new ToldEvents(capacity);
  }

  /** Subscribes; see {@link Subscribing#subscribe}. On any thread. */
  Subscription subscribe(Subscription.Terms terms) {
    check(terms);
    if (inbox.subscriptions().size() >= MOST) {
      throw EdosException.exhausted(
          "a peer has at most " + MOST + " subscriptions; end some: edos unsubscribe ID");
    }
    return inbox.subscribe(terms, Newest.of(channels, terms.channel()), clock.instant());
  }

  /** Changes a subscription; see {@link Subscribing#change}. On any thread. */
  Subscription change(String id, Subscription.Terms terms) {
    check(terms);
    return inbox
        .change(id, terms, clock.instant())
        .orElseThrow(() -> EdosException.notFound("no subscription '" + id + "'"));
  }

  private void check(Subscription.Terms terms) {
    if (!terms.filter().isEmpty()) {
      Query.parse(terms.filter());
      if (terms.channel().equals(Channel.RELEASES)) {
        throw EdosException.usage(
            "the channel 'releases' tells of releases, and filters match units: subscribe to it"
                + " without --filter");
      }
    }
    if (channels.channels().stream().noneMatch(one -> one.name().equals(terms.channel()))) {
      throw EdosException.notFound("no channel '" + terms.channel() + "'; see: edos channel list");
    }
    if (filters() + terms.filter().length() > MOST_FILTERS) {
      throw EdosException.exhausted(
          "all filters together have at most " + MOST_FILTERS + " characters; end some");
    }
  }

  private int filters() {
    return inbox.subscriptions().stream().mapToInt(one -> one.filter().length()).sum();
  }

  /**
   * Follows the channels of all subscriptions, from where each is, unless it does so already. What
   * cannot be followed for a reason of its own is tried again by itself.
   *
   * @throws EdosException external if the channels' keeper is away
   */
  void follow() {
    List<Subscription> wanted = inbox.subscriptions();
    Set<String> ids = wanted.stream().map(Subscription::id).collect(Collectors.toSet());
    present.keySet().retainAll(ids);
    if (!asked.equals(ids)) {
      end();
      follow(wanted);
      asked.addAll(ids);
      return;
    }
    for (Subscription one : wanted) {
      if (!followed.contains(one.id())) {
        follow(List.of(one));
      }
    }
  }

  /** In one following; where that is refused in one each, so that only the refused are missing. */
  private void follow(List<Subscription> subscriptions) {
    List<Subscription> wanted = begunAnew(subscriptions);
    List<Subscription> ready = wanted.stream().filter(this::isReady).toList();
    if (ready.isEmpty()) {
      return;
    }
    ready.forEach(one -> followed.add(one.id()));
    try {
      List<Interest> interests = ready.stream().map(SubscriptionState::interest).toList();
      followings.add(deliveries.follow(interests, new Listening()));
    } catch (EdosException e) {
      ready.forEach(one -> followed.remove(one.id()));
      if (e.category() == EdosException.Category.EXTERNAL) {
        throw e;
      }
      if (ready.size() > 1) {
        ready.forEach(one -> follow(List.of(one)));
      } else if (!asked.contains(ready.getFirst().id())) {
        events.accept(new SubscribeEvent.Ended(ready.getFirst().channel(), e.getMessage()));
      }
    }
  }

  /** The same, but at the beginning where the channel is another than the one subscribed to. */
  private List<Subscription> begunAnew(List<Subscription> wanted) {
    Map<String, Channel> there =
        channels.channels().stream().collect(Collectors.toMap(Channel::name, channel -> channel));
    boolean any = false;
    for (Subscription one : wanted) {
      Channel channel = there.get(one.channel());
      if (channel != null
          && !channel.name().equals(Channel.RELEASES)
          && inbox.isTo(one.id(), channel.created())) {
        present.remove(one.id());
        any = true;
      }
    }
    Set<String> ids = wanted.stream().map(Subscription::id).collect(Collectors.toSet());
    return any
        ? inbox.subscriptions().stream().filter(one -> ids.contains(one.id())).toList()
        : wanted;
  }

  /** One that begins with what was there needs to know what that is. */
  private boolean isReady(Subscription one) {
    if (one.scope() == Subscription.Scope.NEW || one.seen() >= one.began()) {
      return true;
    }
    try {
      present.computeIfAbsent(
          one.id(), id -> PresentUnits.of(channels, one.channel(), one.began()));
      return true;
    } catch (EdosException e) {
      System.getLogger(SubscriptionState.class.getName())
          .log(System.Logger.Level.DEBUG, "channel " + one.channel() + " is asked again", e);
      return false;
    }
  }

  private static Interest interest(Subscription subscription) {
    return new Interest(
        subscription.id(), subscription.channel(), subscription.filter(), subscription.seen());
  }

  /** Puts what was told into the inbox, as much as fits a step; says whether there was anything. */
  boolean store() {
    List<ToldEvents.Told> batch = waiting.first(BATCH);
    if (batch.isEmpty() && ended.isEmpty()) {
      return false;
    }
    Map<String, Subscription> subscriptions =
        inbox.subscriptions().stream()
            .collect(Collectors.toMap(Subscription::id, subscription -> subscription));
    tellEnded(subscriptions);
    List<Progress> steps = new ArrayList<>();
    for (ToldEvents.Told one : batch) {
      for (String id : one.interests()) {
        progress(Optional.ofNullable(subscriptions.get(id)), one).ifPresent(steps::add);
      }
    }
    arrived(inbox.handled(steps, clock.instant()));
    if (waiting.remove(batch.size())) {
      followings.forEach(Following::ready);
    }
    return true;
  }

  private void tellEnded(Map<String, Subscription> subscriptions) {
    for (String id : Set.copyOf(ended.keySet())) {
      String reason = ended.remove(id);
      Subscription subscription = subscriptions.get(id);
      if (reason != null && subscription != null) {
        events.accept(new SubscribeEvent.Ended(subscription.channel(), reason));
      }
    }
  }

  /** Nothing for one that has ended, or is to another channel. */
  private Optional<Progress> progress(Optional<Subscription> by, ToldEvents.Told told) {
    return by.filter(subscription -> subscription.channel().equals(told.channel()))
        .map(subscription ->
            told.event()
                .filter(event -> isWanted(subscription, event))
                .map(event -> Progress.matched(subscription.id(), event))
                .orElseGet(() -> Progress.reached(subscription.id(), told.channel(), told.id())));
  }

  /** Of what was there before a subscription, only what was still there then. */
  private boolean isWanted(Subscription subscription, ChannelEvent event) {
    return event.id() > subscription.began()
        || present.getOrDefault(subscription.id(), Set.of()).contains(event.id());
  }

  /** Lets the digests arrive that are due. */
  void release() {
    for (Subscription subscription : inbox.subscriptions()) {
      Instant now = clock.instant();
      if (subscription.every().isPresent()) {
        arrived(inbox.release(subscription.id(), subscription.due(now), now));
      } else if (settled.add(subscription.id())) {
        arrived(inbox.release(subscription.id(), now.plusSeconds(1), now));
      }
    }
  }

  private void arrived(List<Notification> notifications) {
    notifications.forEach(one -> events.accept(new SubscribeEvent.Arrived(one)));
  }

  private void end() {
    followings.forEach(Following::close);
    followings.clear();
    followed.clear();
    asked.clear();
  }

  @Override
  public void close() {
    end();
  }

  /** What one following tells. */
  private final class Listening implements Follower {
    @Override
    public boolean told(ChannelEvent event, List<String> interests) {
      return add(
          new ToldEvents.Told(
              event.channel(), event.id(), Optional.of(event), List.copyOf(interests)));
    }

    @Override
    public void reached(String channel, long id, List<String> interests) {
      add(new ToldEvents.Told(channel, id, Optional.empty(), List.copyOf(interests)));
    }

    private boolean add(ToldEvents.Told one) {
      boolean taken = waiting.add(one);
      told.run();
      return taken;
    }

    @Override
    public void ended(String interest, String reason) {
      followed.remove(interest);
      ended.put(interest, reason);
      told.run();
    }
  }
}
