package org.edos.physical.channel.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Inbox;

/** An inbox in memory, which ends with it. */
public final class MemoryInbox implements Inbox {
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final List<Notification> notifications = new ArrayList<>();
  private long subscribed;

  @Override
  public synchronized Subscription subscribe(
      String channel,
      String filter,
      Optional<Duration> every,
      Subscription.Action action,
      long seen) {
    Subscription added =
        new Subscription(String.valueOf(++subscribed), channel, filter, every, action, seen);
    subscriptions.put(added.id(), added);
    return added;
  }

  @Override
  public synchronized boolean unsubscribe(String id) {
    return subscriptions.remove(id) != null;
  }

  @Override
  public synchronized List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  @Override
  public synchronized boolean handled(
      String subscription, ChannelEvent event, boolean matched, Instant now) {
    Subscription known = subscriptions.get(subscription);
    if (known == null) {
      return false;
    }
    if (!event.channel().equals(known.channel())) {
      throw EdosException.usage(
          "subscription "
              + subscription
              + " is to the channel "
              + known.channel()
              + ", not "
              + event.channel());
    }
    if (event.id() <= known.seen()) {
      return false;
    }
    subscriptions.put(subscription, seen(known, event.id()));
    if (matched) {
      notifications.add(new Notification(notifications.size() + 1L, now, event));
    }
    return true;
  }

  private static Subscription seen(Subscription known, long event) {
    return new Subscription(
        known.id(), known.channel(), known.filter(), known.every(), known.action(), event);
  }

  @Override
  public synchronized List<Notification> notifications(long after, int limit) {
    return notifications.stream().skip(Math.max(0, after)).limit(Math.max(0, limit)).toList();
  }

  @Override
  public void close() {}
}
