package org.edos.physical.channel.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Inbox;
import org.edos.physical.sqlite.Database;

/** An inbox in an SQLite file; what has returned survives a power failure. */
public final class SqliteInbox implements Inbox {
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE subscription (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            filter TEXT NOT NULL,
            every TEXT,
            action TEXT NOT NULL,
            seen INTEGER NOT NULL
          );
          CREATE TABLE notification (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            arrived TEXT NOT NULL,
            channel TEXT NOT NULL,
            event INTEGER NOT NULL,
            time TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL
          );
          CREATE TABLE detail (
            notification INTEGER NOT NULL REFERENCES notification (number) ON DELETE CASCADE,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (notification, name)
          ) WITHOUT ROWID
          """);

  private final Database database;

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteInbox(Path file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public Subscription subscribe(
      String channel,
      String filter,
      Optional<Duration> every,
      Subscription.Action action,
      long seen) {
    return database.transaction(db -> {
      PreparedStatement add =
          db.statement(
              "INSERT INTO subscription (channel, filter, every, action, seen) VALUES (?, ?, ?, ?,"
                  + " ?) RETURNING id");
      add.setString(1, channel);
      add.setString(2, filter);
      add.setString(3, every.map(Duration::toString).orElse(null));
      add.setString(4, action.name());
      add.setLong(5, seen);
      return new Subscription(String.valueOf(number(add)), channel, filter, every, action, seen);
    });
  }

  @Override
  public boolean unsubscribe(String id) {
    return database.run(db -> {
      PreparedStatement end = db.statement("DELETE FROM subscription WHERE id = ?");
      end.setString(1, id);
      return end.executeUpdate() > 0;
    });
  }

  @Override
  public List<Subscription> subscriptions() {
    return database.run(db -> {
      List<Subscription> all = new ArrayList<>();
      try (ResultSet rows = db.statement("SELECT * FROM subscription ORDER BY id").executeQuery()) {
        while (rows.next()) {
          all.add(subscription(rows));
        }
      }
      return all;
    });
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    return new Subscription(
        row.getString("id"),
        row.getString("channel"),
        row.getString("filter"),
        Optional.ofNullable(row.getString("every")).map(Duration::parse),
        Subscription.Action.valueOf(row.getString("action")),
        row.getLong("seen"));
  }

  @Override
  public boolean handled(String subscription, ChannelEvent event, boolean matched, Instant now) {
    return database.transaction(db -> {
      checkChannel(db, subscription, event);
      PreparedStatement see =
          db.statement("UPDATE subscription SET seen = ?1 WHERE id = ?2 AND seen < ?1");
      see.setLong(1, event.id());
      see.setString(2, subscription);
      boolean fresh = see.executeUpdate() > 0;
      if (fresh && matched) {
        store(db, event, now);
      }
      return fresh;
    });
  }

  private static void checkChannel(Database db, String subscription, ChannelEvent event)
      throws SQLException {
    PreparedStatement get = db.statement("SELECT channel FROM subscription WHERE id = ?");
    get.setString(1, subscription);
    try (ResultSet found = get.executeQuery()) {
      if (found.next() && !found.getString(1).equals(event.channel())) {
        throw EdosException.usage(
            "subscription "
                + subscription
                + " is to the channel "
                + found.getString(1)
                + ", not "
                + event.channel());
      }
    }
  }

  private static void store(Database db, ChannelEvent event, Instant now) throws SQLException {
    PreparedStatement add =
        db.statement(
            "INSERT INTO notification (arrived, channel, event, time, kind, subject) VALUES (?, ?,"
                + " ?, ?, ?, ?) RETURNING number");
    add.setString(1, now.toString());
    add.setString(2, event.channel());
    add.setLong(3, event.id());
    add.setString(4, event.time().toString());
    add.setString(5, event.kind().name());
    add.setString(6, event.subject());
    long number = number(add);
    for (Map.Entry<String, String> entry : event.details().entrySet()) {
      PreparedStatement detail = db.statement("INSERT INTO detail VALUES (?, ?, ?)");
      detail.setLong(1, number);
      detail.setString(2, entry.getKey());
      detail.setString(3, entry.getValue());
      detail.executeUpdate();
    }
  }

  /** The one number that a statement returns. */
  private static long number(PreparedStatement returning) throws SQLException {
    try (ResultSet row = returning.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public List<Notification> notifications(long after, int limit) {
    return database.run(db -> {
      PreparedStatement get =
          db.statement("SELECT * FROM notification WHERE number > ? ORDER BY number LIMIT ?");
      get.setLong(1, after);
      get.setInt(2, Math.max(0, limit));
      List<Notification> found = new ArrayList<>();
      try (ResultSet rows = get.executeQuery()) {
        while (rows.next()) {
          found.add(notification(rows, details(db, rows.getLong("number"))));
        }
      }
      return found;
    });
  }

  private static Map<String, String> details(Database db, long notification) throws SQLException {
    PreparedStatement get = db.statement("SELECT name, value FROM detail WHERE notification = ?");
    get.setLong(1, notification);
    Map<String, String> details = new HashMap<>();
    try (ResultSet rows = get.executeQuery()) {
      while (rows.next()) {
        details.put(rows.getString(1), rows.getString(2));
      }
    }
    return details;
  }

  private static Notification notification(ResultSet row, Map<String, String> details)
      throws SQLException {
    ChannelEvent event =
        new ChannelEvent(
            row.getString("channel"),
            row.getLong("event"),
            Instant.parse(row.getString("time")),
            ChannelEvent.Kind.valueOf(row.getString("kind")),
            row.getString("subject"),
            details);
    return new Notification(row.getLong("number"), Instant.parse(row.getString("arrived")), event);
  }

  @Override
  public void close() {
    database.close();
  }
}
