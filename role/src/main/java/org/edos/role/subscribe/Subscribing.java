package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.core.query.Query;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Inbox;
import org.edos.role.OwnerThread;

/**
 * Keeps subscriptions and acts on what they bring: every event from the last one seen on is
 * matched, put into the inbox once, and handed to the action. What comes while this peer is away is
 * read when it is back. Events are handled on one thread, {@code edos-subscriber}; actions run on
 * threads of their own. Safe for use by many threads.
 */
public final class Subscribing implements AutoCloseable {
  private static final int BATCH = 500;

  private final ChannelReader channels;
  private final Inbox inbox;
  private final BiPredicate<Query, ChannelEvent> filter;
  private final Consumer<ChannelEvent> download;
  private final Consumer<SubscribeEvent> events;
  private final Clock clock;
  private final Map<String, Instant> lastDigest = new HashMap<>();
  private final ExecutorService actions = Executors.newVirtualThreadPerTaskExecutor();
  private final OwnerThread owner = new OwnerThread("edos-subscriber");
  private final ChannelReader.Registration registration;

  /**
   * Begins to listen.
   *
   * @param filter whether an event's unit matches a query; asked only for subscriptions with a
   *     filter
   * @param download what the action "download" does with an event
   */
  public Subscribing(
      ChannelReader channels,
      Inbox inbox,
      BiPredicate<Query, ChannelEvent> filter,
      Consumer<ChannelEvent> download,
      Consumer<SubscribeEvent> events,
      Clock clock,
      SubscribeConfig config) {
    this.channels = channels;
    this.inbox = inbox;
    this.filter = filter;
    this.download = download;
    this.events = events;
    this.clock = clock;
    Runnable catchUp = owner.trigger(this::catchUp);
    this.registration = channels.listen(event -> catchUp.run());
    owner.every(config.recheck(), this::catchUp);
  }

  /**
   * Subscribes to a channel's coming events.
   *
   * @param filterText a query in the simple language; empty for every event
   * @param every empty for at once
   * @throws EdosException usage if the filter is malformed; not found if there is no such channel
   */
  public Subscription subscribe(
      String channel, String filterText, Optional<Duration> every, Subscription.Action action) {
    if (!filterText.isEmpty()) {
      Query.parse(filterText);
    }
    if (channels.channels().stream().noneMatch(known -> known.name().equals(channel))) {
      throw EdosException.notFound("no channel '" + channel + "'; see: edos channel list");
    }
    return inbox.subscribe(channel, filterText, every, action, newest(channel));
  }

  private long newest(String channel) {
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = channels.events(channel, seen, BATCH);
      if (page.isEmpty()) {
        return seen;
      }
      seen = page.getLast().id();
    }
  }

  /**
   * Ends a subscription.
   *
   * @throws EdosException (not found) if there is none of that id
   */
  public void unsubscribe(String id) {
    if (!inbox.unsubscribe(id)) {
      throw EdosException.notFound("no subscription '" + id + "'");
    }
  }

  /** The subscriptions, oldest first. */
  public List<Subscription> subscriptions() {
    return inbox.subscriptions();
  }

  /** The channels one can subscribe to. */
  public List<Channel> channels() {
    return channels.channels();
  }

  /** Notifications after a number, oldest first. */
  public List<Notification> notifications(long after, int limit) {
    return inbox.notifications(after, limit);
  }

  private void catchUp() {
    for (Subscription subscription : inbox.subscriptions()) {
      try {
        if (due(subscription)) {
          catchUp(subscription);
        }
      } catch (RuntimeException e) {
        // The channel's keeper may be away; the next event or recheck reads from the last id seen.
        System.getLogger(Subscribing.class.getName())
            .log(System.Logger.Level.DEBUG, "channel " + subscription.channel(), e);
      }
    }
  }

  /**
   * A digest comes whenever its time has passed, and where that was while this peer was away, now.
   */
  private boolean due(Subscription subscription) {
    if (subscription.every().isEmpty()) {
      return true;
    }
    Instant now = clock.instant();
    Duration every = subscription.every().get();
    Instant last = lastDigest.computeIfAbsent(subscription.id(), id -> now);
    if (now.isBefore(last.plus(every)) && !isOverdue(subscription, now.minus(every))) {
      return false;
    }
    lastDigest.put(subscription.id(), now);
    return true;
  }

  private boolean isOverdue(Subscription subscription, Instant since) {
    List<ChannelEvent> waiting = channels.events(subscription.channel(), subscription.seen(), 1);
    return !waiting.isEmpty() && !waiting.getFirst().time().isAfter(since);
  }

  private void catchUp(Subscription subscription) {
    long seen = subscription.seen();
    while (true) {
      List<ChannelEvent> page = channels.events(subscription.channel(), seen, BATCH);
      for (ChannelEvent event : page) {
        handle(subscription, event);
      }
      if (page.size() < BATCH) {
        return;
      }
      seen = page.getLast().id();
    }
  }

  private void handle(Subscription subscription, ChannelEvent event) {
    boolean matched = subscription.filter().isEmpty() || matches(subscription, event);
    boolean first = inbox.handled(subscription.id(), event, matched, clock.instant());
    if (!first || !matched) {
      return;
    }
    events.accept(new SubscribeEvent.Arrived(subscription, event));
    if (subscription.action() == Subscription.Action.DOWNLOAD) {
      actions.execute(() -> act(subscription, event));
    }
  }

  /**
   * An event that cannot be understood matches nothing, lest it holds up all after it; an index
   * that is away is asked again.
   */
  private boolean matches(Subscription subscription, ChannelEvent event) {
    try {
      return filter.test(Query.parse(subscription.filter()), event);
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.EXTERNAL) {
        throw e;
      }
      return false;
    }
  }

  private void act(Subscription subscription, ChannelEvent event) {
    try {
      download.accept(event);
    } catch (RuntimeException e) {
      events.accept(
          new SubscribeEvent.ActionFailed(subscription, event, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
    actions.shutdownNow();
  }
}
