package org.edos.actor;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Interest;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Right;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.ChannelReader;
import org.edos.role.publish.ChannelContents;
import org.edos.role.subscribe.Delivering;
import org.edos.role.subscribe.Subscribing;

/**
 * The channels as a peer shows them to those who ask, each as much as it may see, and the peer's
 * own subscriptions to them. Safe for use by many threads.
 */
public final class PeerChannels {
  private final ChannelReader channels;
  private final Delivering delivering;
  private final ChannelContents contents;
  private final Subscribing subscribing;

  PeerChannels(ChannelReader channels, Delivering delivering, Subscribing subscribing) {
    this.channels = channels;
    this.delivering = delivering;
    this.contents = new ChannelContents(channels);
    this.subscribing = subscribing;
  }

  /** Every channel that a caller may read, by name. */
  public List<Channel> list(Caller caller) {
    return channels.channels().stream()
        .filter(channel -> channel.allows(caller, Right.READ))
        .map(channel -> channel.seenBy(caller))
        .toList();
  }

  /**
   * A channel.
   *
   * @throws EdosException (not found) if there is none of that name that the caller may read
   */
  public Channel find(Caller caller, String name) {
    return list(caller).stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            EdosException.notFound(
                "there is no channel '" + name + "'; edos channel list shows those there are"));
  }

  /**
   * A channel's events after an id, oldest first.
   *
   * @throws EdosException (not found) if there is none of that name that the caller may read
   */
  public List<ChannelEvent> events(Caller caller, String channel, long after, int limit) {
    return channels.events(find(caller, channel).name(), after, limit);
  }

  /**
   * A channel and some of the units that are in it now; see {@link ChannelContents#describe}.
   *
   * @throws EdosException (not found) if there is none of that name that the caller may read
   */
  public ChannelDescription describe(Caller caller, String channel, long after, int limit) {
    return contents.describe(find(caller, channel), after, limit);
  }

  /** How many subscriptions to a channel are told from here at this moment, this peer's too. */
  public int interests(String channel) {
    return delivering.interests(channel);
  }

  /** Tells a listener of every channel's events to come, until the returned handle is run. */
  public Runnable listen(Consumer<ChannelEvent> listener) {
    var registration = channels.listen(listener);
    return registration::close;
  }

  /**
   * Tells a follower what interests it, as long as the caller may read it; see {@link
   * Delivering#follow(Supplier, List, Follower)}.
   */
  public Following follow(Supplier<Caller> caller, List<Interest> interests, Follower follower) {
    return delivering.follow(caller, interests, follower);
  }

  /** Subscribes this peer; see {@link Subscribing#subscribe}. */
  public Subscription subscribe(Subscription.Terms terms) {
    return subscribing.subscribe(terms);
  }

  /** Gives a subscription other terms; see {@link Subscribing#change}. */
  public Subscription change(String id, Subscription.Terms terms) {
    return subscribing.change(id, terms);
  }

  /** Ends a subscription. */
  public void unsubscribe(String id) {
    subscribing.unsubscribe(id);
  }

  /** This peer's subscriptions, oldest first. */
  public List<Subscription> subscriptions() {
    return subscribing.subscriptions();
  }

  /** What arrived after a number, oldest first. */
  public List<Notification> notifications(long after, int limit) {
    return subscribing.inbox().notifications(after, limit);
  }

  /** What arrived after a number and is not marked as read, oldest first. */
  public List<Notification> unread(long after, int limit) {
    return subscribing.inbox().unread(after, limit);
  }

  /** How much has arrived. */
  public InboxSummary inbox() {
    return subscribing.inbox().summary();
  }

  /** Marks notifications of these numbers, both included, as read; says how many were not. */
  public long markRead(long first, long last) {
    return subscribing.inbox().markRead(first, last);
  }

  /** Has a notification's action done again; see {@link Subscribing#repeat}. */
  public Notification repeat(long number) {
    return subscribing.repeat(number);
  }
}
