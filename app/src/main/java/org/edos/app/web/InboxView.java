package org.edos.app.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 * @param unread how many are not marked as read, shown here or not
 * @param newest the greatest number given; 0 where nothing has arrived
 * @param rows the newest first; of the unread alone the oldest first
 * @param subscriptions how many there are
 * @param mayChange whether the visitor may do something about it
 * @param place which part of it is shown
 */
public record InboxView(
    long unread, long newest, List<Row> rows, int subscriptions, boolean mayChange, Place place) {
  private static final int ROWS = 50;

  /**
   * Which part is shown.
   *
   * @param unread whether only what is not marked as read
   * @param before of all: those before this one
   * @param after of the unread: those after this one
   */
  public record Place(boolean unread, long before, long after) {
    /** The address's query of this place; empty for the usual one. */
    public String query() {
      List<String> parts = new ArrayList<>();
      if (unread) {
        parts.add("unread=true");
      }
      if (!unread && before != Long.MAX_VALUE) {
        parts.add("before=" + before);
      }
      if (unread && after > 0) {
        parts.add("after=" + after);
      }
      return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
  }

  /**
   * One notification.
   *
   * @param link the page of the unit or release; empty where it has none
   * @param what happened, in words
   * @param filter of the subscription that asked for it; empty for every event or where it has
   *     ended
   * @param subscription the id of that; empty where it has ended
   * @param together how many came in the same digest, if it is the first of these here
   * @param action what became of the action, in words; empty where there is none
   * @param failed whether the action was given up
   * @param unit whether there is a unit to be downloaded
   * @param crowd the page of its flash crowd; empty for none
   */
  public record Row(
      long number,
      boolean read,
      String subject,
      String link,
      String what,
      String channel,
      String filter,
      String subscription,
      String arrived,
      int together,
      String action,
      boolean failed,
      boolean unit,
      String crowd) {}

  static InboxView of(Peer peer, Place place, boolean mayChange, Instant now) {
    InboxSummary summary = peer.channels().inbox();
    List<Subscription> subscriptions = peer.channels().subscriptions();
    Map<String, Subscription> by =
        subscriptions.stream().collect(Collectors.toMap(Subscription::id, one -> one));
    List<Notification> shown = shown(peer, place, summary);
    Map<Long, Long> groups =
        shown.stream().collect(Collectors.groupingBy(Notification::group, Collectors.counting()));
    List<Row> rows = new ArrayList<>();
    long group = 0;
    for (Notification one : shown) {
      int together = one.group() == group ? 0 : groups.getOrDefault(one.group(), 0L).intValue();
      group = one.group();
      rows.add(row(one, by, together > 1 ? together : 0, now));
    }
    return new InboxView(
        summary.unread(),
        summary.newest(),
        List.copyOf(rows),
        subscriptions.size(),
        mayChange,
        place);
  }

  private static List<Notification> shown(Peer peer, Place place, InboxSummary summary) {
    if (place.unread()) {
      return peer.channels().unread(place.after(), ROWS);
    }
    long last = Math.min(summary.newest(), place.before() - 1);
    return last <= 0
        ? List.of()
        : peer.channels().notifications(Math.max(0, last - ROWS), ROWS).stream()
            .filter(one -> one.number() <= last)
            .toList()
            .reversed();
  }

  private static Row row(
      Notification arrived, Map<String, Subscription> by, int together, Instant now) {
    ChannelEvent event = arrived.event();
    Outcome outcome = arrived.outcome();
    Subscription asker = by.get(arrived.subscription());
    return new Row(
        arrived.number(),
        arrived.read(),
        event.subject(),
        ChannelView.link(event),
        Words.of(event.kind()),
        event.channel(),
        asker == null ? "" : asker.filter(),
        asker == null ? "" : asker.id(),
        Words.ago(arrived.arrived(), now),
        together,
        action(outcome),
        outcome.state().repeatable(),
        event.kind() == ChannelEvent.Kind.UNIT_ADDED,
        event.details().containsKey("crowd")
            ? ChannelView.release("/crowds/", event.subject())
            : "");
  }

  private static String action(Outcome outcome) {
    String action =
        switch (outcome.action()) {
          case NOTIFY -> "";
          case DOWNLOAD -> "download";
          case RUN -> "hook";
        };
    return switch (outcome.state()) {
      case NONE -> "";
      case PENDING -> action + " waits";
      case RUNNING -> action + " is under way";
      case DONE -> action + " done";
      case FAILED -> action + " failed: " + outcome.said();
      case INTERRUPTED -> action + " was interrupted by the daemon's end";
      case DROPPED -> action + " was dropped with its subscription";
    };
  }

  /** Whether there are newer ones than those shown. */
  public boolean hasNewer() {
    return !place.unread() && !rows.isEmpty() && rows.getFirst().number() < newest;
  }

  /** The query of the part that comes next; empty where there is none. */
  public String next() {
    if (rows.isEmpty()) {
      return "";
    }
    long last = rows.getLast().number();
    if (place.unread()) {
      return rows.size() < ROWS ? "" : new Place(true, Long.MAX_VALUE, last).query();
    }
    return last > 1 ? new Place(false, last, 0).query() : "";
  }

  /** The least number shown. */
  public long least() {
    return rows.stream().mapToLong(Row::number).min().orElse(0);
  }

  /** The greatest number shown. */
  public long greatest() {
    return rows.stream().mapToLong(Row::number).max().orElse(0);
  }

  /** How many units the part shown tells of. */
  public long units() {
    return rows.stream().filter(Row::unit).count();
  }
}
