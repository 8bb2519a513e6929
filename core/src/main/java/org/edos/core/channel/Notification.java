package org.edos.core.channel;

import java.time.Instant;

/**
 * An event that arrived in an inbox.
 *
 * @param number grows with each arrival in this inbox
 * @param arrived when it arrived here
 * @param event what was told
 * @param subscription the id of the one that asked for it
 * @param group the number of the first notification of the same digest; its own where it came alone
 * @param outcome what became of the subscription's action
 * @param read whether its reader has marked it as read
 */
public record Notification(
    long number,
    Instant arrived,
    ChannelEvent event,
    String subscription,
    long group,
    Outcome outcome,
    boolean read) {
  /** The same after something became of its action. */
  public Notification with(Outcome other) {
    return new Notification(number, arrived, event, subscription, group, other, read);
  }

  /** The same, asked for by another subscription. */
  public Notification of(Subscription other) {
    return new Notification(number, arrived, event, other.id(), group, outcome, read);
  }

  /** The same, marked as read. */
  public Notification marked() {
    return new Notification(number, arrived, event, subscription, group, outcome, true);
  }
}
