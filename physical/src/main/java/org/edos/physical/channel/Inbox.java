package org.edos.physical.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;

/**
 * A daemon's own subscriptions and what came of them. Everything that has returned is durable. Safe
 * for many threads.
 */
public interface Inbox extends AutoCloseable {
  /**
   * Adds a subscription; gives it its id.
   *
   * @param began the channel's newest event
   */
  Subscription subscribe(Subscription.Terms terms, long began, Instant now);

  /**
   * Gives a subscription other terms: it ends, and another one to the same channel goes on from
   * where it came to, with what it has waiting and what it brought.
   *
   * @return the other one; empty if there is none of this id
   * @throws EdosException usage if the terms are of another channel
   */
  Optional<Subscription> change(String id, Subscription.Terms terms, Instant now);

  /**
   * Ends a subscription with what it has waiting: events held for a digest, and actions that have
   * not begun; says whether there was one.
   */
  boolean unsubscribe(String id);

  /**
   * Notes which channel of its name a subscription is to. One that was to another, deleted since,
   * begins anew with the first event of this one, without what it has waiting of the other.
   *
   * @param created when the channel was created
   * @return whether it begins anew
   */
  boolean isTo(String id, Instant created);

  /** All subscriptions, oldest first. */
  List<Subscription> subscriptions();

  /**
   * Notes how far subscriptions have come, all of it or nothing. A matched event arrives, with its
   * action waiting, or is held where the subscription wants digests. What a subscription has seen
   * before, or one that has ended, changes nothing.
   *
   * @return what arrived, in order
   * @throws EdosException usage if an event is of another channel than its subscription
   */
  List<Notification> handled(List<Progress> steps, Instant now);

  /**
   * Lets events arrive that a subscription holds for a digest: those that happened or came here
   * before a moment, as one group.
   *
   * @return what arrived, in order
   */
  List<Notification> release(String subscription, Instant before, Instant now);

  /** Notifications after a number, oldest first. */
  List<Notification> notifications(long after, int limit);

  /** Those after a number that are not marked as read, oldest first. */
  List<Notification> unread(long after, int limit);

  /** How much there is. */
  InboxSummary summary();

  /** Marks the notifications of these numbers, both included, as read; says how many were not. */
  long markRead(long first, long last);

  /** What notifications are to have done. */
  Actions actions();

  @Override
  void close();
}
