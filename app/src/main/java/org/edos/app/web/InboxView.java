package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.actor.Peer;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;

/**
 * What the page of the inbox shows, as it is at one moment.
 *
 * @param name of the peer
 * @param unread how many are not marked as read, shown here or not
 * @param newest the greatest number given; 0 where nothing has arrived
 * @param rows the newest first
 * @param subscriptions how many there are
 */
public record InboxView(String name, long unread, long newest, List<Row> rows, int subscriptions) {
  private static final int ROWS = 50;

  /**
   * One notification.
   *
   * @param what happened, in words
   * @param filter of the subscription that asked for it; empty for every event or where it has
   *     ended
   * @param action what became of the action, in words; empty where there is none
   * @param failed whether the action was given up
   */
  public record Row(
      long number,
      boolean read,
      String subject,
      String what,
      String channel,
      String filter,
      String arrived,
      String action,
      boolean failed) {}

  static InboxView of(Peer peer, long before, Instant now) {
    InboxSummary summary = peer.channels().inbox();
    long last = Math.min(summary.newest(), before - 1);
    List<Subscription> subscriptions = peer.channels().subscriptions();
    Map<String, String> filters =
        subscriptions.stream().collect(Collectors.toMap(Subscription::id, Subscription::filter));
    List<Row> rows =
        peer.channels().notifications(Math.max(0, last - ROWS), ROWS).stream()
            .filter(notification -> notification.number() <= last)
            .map(notification -> row(notification, filters, now))
            .toList()
            .reversed();
    return new InboxView(
        peer.status().name(), summary.unread(), summary.newest(), rows, subscriptions.size());
  }

  private static Row row(Notification arrived, Map<String, String> filters, Instant now) {
    ChannelEvent event = arrived.event();
    Outcome outcome = arrived.outcome();
    return new Row(
        arrived.number(),
        arrived.read(),
        event.subject(),
        words(event.kind()),
        event.channel(),
        filters.getOrDefault(arrived.subscription(), ""),
        ago(arrived.arrived(), now),
        action(outcome),
        outcome.state().repeatable());
  }

  private static String action(Outcome outcome) {
    String action = words(outcome.action());
    return switch (outcome.state()) {
      case NONE -> "";
      case PENDING -> action + " waits";
      case RUNNING -> action + " is under way";
      case DONE -> action + " done";
      case FAILED -> action + " failed: " + outcome.said();
      case INTERRUPTED -> action + " was interrupted";
      case DROPPED -> action + " was dropped";
    };
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String ago(Instant time, Instant now) {
    return PeerView.ago(Duration.between(time, now));
  }

  /** The greatest number shown. */
  public long last() {
    return rows.isEmpty() ? 0 : rows.getFirst().number();
  }

  /** The least number shown, before which older ones are. */
  public long first() {
    return rows.isEmpty() ? 0 : rows.getLast().number();
  }

  /** Whether there are newer ones than those shown. */
  public boolean hasNewer() {
    return last() < newest;
  }

  /** Whether there are older ones. */
  public boolean hasOlder() {
    return first() > 1;
  }
}
