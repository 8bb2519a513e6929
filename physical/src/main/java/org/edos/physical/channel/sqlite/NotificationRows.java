package org.edos.physical.channel.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.sqlite.Database;

/** Notifications, and events held for a digest, as rows of an inbox. */
final class NotificationRows {
  private NotificationRows() {}

  /**
   * Stores an event that arrives.
   *
   * @param group the first notification of its digest; empty for itself
   */
  static Notification add(
      Database db, Subscription by, ChannelEvent event, Optional<Long> group, Instant now)
      throws SQLException {
    Outcome outcome = Outcome.of(by.action());
    PreparedStatement add =
        db.statement(
            "INSERT INTO notification (arrived, channel, event, time, kind, subject, subscription,"
                + " action, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number");
    add.setString(1, now.toString());
    setEvent(add, 2, event);
    add.setString(7, by.id());
    add.setString(8, outcome.action().name());
    add.setString(9, outcome.state().name());
    long number = number(add);
    PreparedStatement together =
        db.statement("UPDATE notification SET together = ? WHERE number = ?");
    together.setLong(1, group.orElse(number));
    together.setLong(2, number);
    together.executeUpdate();
    addDetails(db, "INSERT INTO detail VALUES (?, ?, ?)", number, event);
    return new Notification(number, now, event, by.id(), group.orElse(number), outcome, false);
  }

  /** Keeps an event until its digest is due; one from the future counts as of now. */
  static void hold(Database db, Subscription by, ChannelEvent event, Instant now)
      throws SQLException {
    PreparedStatement add =
        db.statement(
            "INSERT INTO held (subscription, channel, event, time, kind, subject, since) VALUES (?,"
                + " ?, ?, ?, ?, ?, ?) RETURNING id");
    add.setString(1, by.id());
    setEvent(add, 2, event);
    add.setLong(7, Math.min(now.toEpochMilli(), event.time().toEpochMilli()));
    addDetails(db, "INSERT INTO held_detail VALUES (?, ?, ?)", number(add), event);
  }

  private static void setEvent(PreparedStatement add, int first, ChannelEvent event)
      throws SQLException {
    add.setString(first, event.channel());
    add.setLong(first + 1, event.id());
    add.setString(first + 2, event.time().toString());
    add.setString(first + 3, event.kind().name());
    add.setString(first + 4, event.subject());
  }

  private static void addDetails(Database db, String sql, long owner, ChannelEvent event)
      throws SQLException {
    for (Map.Entry<String, String> entry : event.details().entrySet()) {
      PreparedStatement detail = db.statement(sql);
      detail.setLong(1, owner);
      detail.setString(2, entry.getKey());
      detail.setString(3, entry.getValue());
      detail.executeUpdate();
    }
  }

  /** The one number that a statement returns. */
  static long number(PreparedStatement returning) throws SQLException {
    try (ResultSet row = returning.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The events that a subscription holds since before a moment, oldest first. */
  static List<ChannelEvent> held(Database db, String subscription, Instant before)
      throws SQLException {
    PreparedStatement get =
        db.statement("SELECT * FROM held WHERE subscription = ? AND since < ? ORDER BY id");
    get.setString(1, subscription);
    get.setLong(2, before.toEpochMilli());
    List<ChannelEvent> held = new ArrayList<>();
    try (ResultSet rows = get.executeQuery()) {
      while (rows.next()) {
        held.add(
            event(
                rows,
                details(
                    db, "SELECT name, value FROM held_detail WHERE held = ?", rows.getLong("id"))));
      }
    }
    return held;
  }

  /** The notifications that a query over their table finds. */
  static List<Notification> found(Database db, PreparedStatement query) throws SQLException {
    List<Notification> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(notification(db, rows));
      }
    }
    return found;
  }

  private static Notification notification(Database db, ResultSet row) throws SQLException {
    long number = row.getLong("number");
    Outcome outcome =
        new Outcome(
            Subscription.Action.valueOf(row.getString("action")),
            Outcome.State.valueOf(row.getString("state")),
            row.getInt("attempts"),
            row.getString("said"),
            Instant.ofEpochMilli(row.getLong("due")));
    return new Notification(
        number,
        Instant.parse(row.getString("arrived")),
        event(row, details(db, "SELECT name, value FROM detail WHERE notification = ?", number)),
        row.getString("subscription"),
        row.getLong("together"),
        outcome,
        row.getBoolean("read"));
  }

  private static ChannelEvent event(ResultSet row, Map<String, String> details)
      throws SQLException {
    return new ChannelEvent(
        row.getString("channel"),
        row.getLong("event"),
        Instant.parse(row.getString("time")),
        ChannelEvent.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        details);
  }

  private static Map<String, String> details(Database db, String sql, long owner)
      throws SQLException {
    PreparedStatement get = db.statement(sql);
    get.setLong(1, owner);
    Map<String, String> details = new HashMap<>();
    try (ResultSet rows = get.executeQuery()) {
      while (rows.next()) {
        details.put(rows.getString(1), rows.getString(2));
      }
    }
    return details;
  }
}
