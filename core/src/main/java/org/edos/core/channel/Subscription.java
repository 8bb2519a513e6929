package org.edos.core.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * A standing wish to hear of a channel's events.
 *
 * @param id given by the inbox that keeps it
 * @param channel the channel's name
 * @param filter a query in the simple language; empty for every event
 * @param every empty for at once, else the time between digests
 * @param action what to do on an event
 * @param seen id of the newest event handled
 */
public record Subscription(
    String id, String channel, String filter, Optional<Duration> every, Action action, long seen) {
  /** What to do on an event. */
  public enum Action {
    /** Put it into the inbox. */
    NOTIFY,
    /** Put it into the inbox and fetch what it announces. */
    DOWNLOAD
  }
}
