package org.edos.physical.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;

/**
 * A daemon's own subscriptions and what came of them. Everything that has returned is durable. Safe
 * for many threads.
 */
public interface Inbox extends AutoCloseable {
  /** Adds a subscription that has seen the channel's events up to an id; gives it its id. */
  Subscription subscribe(
      String channel,
      String filter,
      Optional<Duration> every,
      Subscription.Action action,
      long seen);

  /** Ends a subscription; says whether there was one. */
  boolean unsubscribe(String id);

  /** All subscriptions, oldest first. */
  List<Subscription> subscriptions();

  /**
   * Notes in one step that a subscription has handled all events up to this one and, when it
   * matched, that it arrived.
   *
   * @return false if the subscription had seen it before or has ended, in which case nothing
   *     changes
   * @throws EdosException usage if the event is of another channel
   */
  boolean handled(String subscription, ChannelEvent event, boolean matched, Instant now);

  /** Notifications after a number, oldest first. */
  List<Notification> notifications(long after, int limit);

  @Override
  void close();
}
