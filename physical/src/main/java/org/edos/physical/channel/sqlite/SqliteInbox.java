package org.edos.physical.channel.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Actions;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.Progress;
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
          """,
          """
          ALTER TABLE subscription ADD COLUMN scope TEXT NOT NULL DEFAULT 'NEW';
          ALTER TABLE subscription ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE subscription ADD COLUMN since TEXT NOT NULL DEFAULT '1970-01-01T00:00:00Z';
          ALTER TABLE notification ADD COLUMN subscription TEXT NOT NULL DEFAULT '';
          ALTER TABLE notification ADD COLUMN together INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE notification ADD COLUMN action TEXT NOT NULL DEFAULT 'NOTIFY';
          ALTER TABLE notification ADD COLUMN state TEXT NOT NULL DEFAULT 'NONE';
          ALTER TABLE notification ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE notification ADD COLUMN said TEXT NOT NULL DEFAULT '';
          ALTER TABLE notification ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE notification ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
          UPDATE notification SET together = number;
          CREATE INDEX waiting ON notification (state, action, number);
          CREATE INDEX unread ON notification (read, number);
          CREATE INDEX told ON notification (channel, event);
          CREATE TABLE held (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscription TEXT NOT NULL,
            channel TEXT NOT NULL,
            event INTEGER NOT NULL,
            time TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            since INTEGER NOT NULL
          );
          CREATE INDEX holding ON held (subscription, since);
          CREATE TABLE held_detail (
            held INTEGER NOT NULL REFERENCES held (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (held, name)
          ) WITHOUT ROWID
          """,
          "ALTER TABLE subscription ADD COLUMN created TEXT");

  private final Database database;
  private final Actions actions;

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteInbox(Path file) {
    database = Database.open(file, SCHEMA);
    actions = new SqliteActions(database);
  }

  @Override
  public Subscription subscribe(Subscription.Terms terms, long began, Instant now) {
    return database.transaction(db -> {
      Subscription made = new Subscription("", terms, began, now);
      PreparedStatement add =
          db.statement(
              "INSERT INTO subscription (channel, filter, every, action, seen, scope, began, since)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
      add.setString(1, terms.channel());
      add.setString(2, terms.filter());
      add.setString(3, terms.every().map(Duration::toString).orElse(null));
      add.setString(4, terms.action().name());
      add.setLong(5, made.seen());
      add.setString(6, terms.scope().name());
      add.setLong(7, began);
      add.setString(8, now.toString());
      return new Subscription(String.valueOf(NotificationRows.number(add)), terms, began, now);
    });
  }

  @Override
  public Optional<Subscription> change(String id, Subscription.Terms terms, Instant now) {
    return database.transaction(db -> {
      Optional<Subscription> known = find(db, id);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      known.get().checkChannel(terms);
      PreparedStatement add =
          db.statement(
              "INSERT INTO subscription"
                  + " (channel, filter, every, action, since, seen, scope, began, created)"
                  + " SELECT channel, ?, ?, ?, ?, seen, scope, began, created"
                  + " FROM subscription WHERE id = ? RETURNING id");
      add.setString(1, terms.filter());
      add.setString(2, terms.every().map(Duration::toString).orElse(null));
      add.setString(3, terms.action().name());
      add.setString(4, now.toString());
      add.setString(5, id);
      String other = String.valueOf(NotificationRows.number(add));
      for (String pass :
          List.of(
              "UPDATE held SET subscription = ? WHERE subscription = ?",
              "UPDATE notification SET subscription = ? WHERE subscription = ?")) {
        PreparedStatement update = db.statement(pass);
        update.setString(1, other);
        update.setString(2, id);
        update.executeUpdate();
      }
      PreparedStatement end = db.statement("DELETE FROM subscription WHERE id = ?");
      end.setString(1, id);
      end.executeUpdate();
      return Optional.of(known.get().with(other, terms, now));
    });
  }

  @Override
  public boolean unsubscribe(String id) {
    return database.transaction(db -> {
      drop(db, id);
      PreparedStatement end = db.statement("DELETE FROM subscription WHERE id = ?");
      end.setString(1, id);
      return end.executeUpdate() > 0;
    });
  }

  private static void drop(Database db, String id) throws SQLException {
    for (String leave :
        List.of(
            "DELETE FROM held WHERE subscription = ?",
            "UPDATE notification SET state = 'DROPPED' WHERE state = 'PENDING' AND subscription ="
                + " ?")) {
      PreparedStatement left = db.statement(leave);
      left.setString(1, id);
      left.executeUpdate();
    }
  }

  @Override
  public boolean isTo(String id, Instant created) {
    return database.transaction(db -> {
      PreparedStatement get = db.statement("SELECT created FROM subscription WHERE id = ?");
      get.setString(1, id);
      boolean anew;
      try (ResultSet found = get.executeQuery()) {
        if (!found.next()) {
          return false;
        }
        String before = found.getString(1);
        anew = before != null && !before.equals(created.toString());
      }
      if (anew) {
        drop(db, id);
      }
      PreparedStatement note =
          db.statement(
              anew
                  ? "UPDATE subscription SET created = ?, began = 0, seen = 0 WHERE id = ?"
                  : "UPDATE subscription SET created = ? WHERE id = ?");
      note.setString(1, created.toString());
      note.setString(2, id);
      note.executeUpdate();
      return anew;
    });
  }

  @Override
  public List<Subscription> subscriptions() {
    return database.run(
        db -> subscriptions(db.statement("SELECT * FROM subscription ORDER BY id")));
  }

  private static List<Subscription> subscriptions(PreparedStatement query) throws SQLException {
    List<Subscription> all = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        all.add(subscription(rows));
      }
    }
    return all;
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    return new Subscription(
        row.getString("id"),
        row.getString("channel"),
        row.getString("filter"),
        Subscription.Scope.valueOf(row.getString("scope")),
        Optional.ofNullable(row.getString("every")).map(Duration::parse),
        Subscription.Action.valueOf(row.getString("action")),
        row.getLong("began"),
        row.getLong("seen"),
        Instant.parse(row.getString("since")));
  }

  private static Optional<Subscription> find(Database db, String id) throws SQLException {
    PreparedStatement get = db.statement("SELECT * FROM subscription WHERE id = ?");
    get.setString(1, id);
    return subscriptions(get).stream().findFirst();
  }

  @Override
  public List<Notification> handled(List<Progress> steps, Instant now) {
    return database.transaction(db -> {
      List<Notification> arrived = new ArrayList<>();
      for (Progress step : steps) {
        handle(db, step, now).ifPresent(arrived::add);
      }
      return arrived;
    });
  }

  private static Optional<Notification> handle(Database db, Progress step, Instant now)
      throws SQLException {
    Optional<Subscription> known = find(db, step.subscription());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Subscription subscription = known.get();
    checkChannel(subscription, step);
    if (step.reached() <= subscription.seen()) {
      return Optional.empty();
    }
    PreparedStatement see = db.statement("UPDATE subscription SET seen = ? WHERE id = ?");
    see.setLong(1, step.reached());
    see.setString(2, step.subscription());
    see.executeUpdate();
    if (step.matched().isEmpty()) {
      return Optional.empty();
    }
    ChannelEvent event = step.matched().get();
    if (subscription.every().isPresent()) {
      NotificationRows.hold(db, subscription, event, now);
      return Optional.empty();
    }
    return Optional.of(NotificationRows.add(db, subscription, event, Optional.empty(), now));
  }

  private static void checkChannel(Subscription subscription, Progress step) {
    if (!step.channel().equals(subscription.channel())) {
      throw EdosException.usage(
          "subscription %s is to the channel %s, not %s"
              .formatted(subscription.id(), subscription.channel(), step.channel()));
    }
  }

  @Override
  public List<Notification> release(String id, Instant before, Instant now) {
    return database.transaction(db -> {
      List<Notification> arrived = new ArrayList<>();
      Optional<Subscription> subscription = find(db, id);
      if (subscription.isEmpty()) {
        return arrived;
      }
      for (ChannelEvent event : NotificationRows.held(db, id, before)) {
        Optional<Long> group = arrived.stream().findFirst().map(Notification::number);
        arrived.add(NotificationRows.add(db, subscription.get(), event, group, now));
      }
      PreparedStatement released =
          db.statement("DELETE FROM held WHERE subscription = ? AND since < ?");
      released.setString(1, id);
      released.setLong(2, before.toEpochMilli());
      released.executeUpdate();
      return arrived;
    });
  }

  @Override
  public List<Notification> notifications(long after, int limit) {
    return page(
        "SELECT * FROM notification WHERE number > ? ORDER BY number LIMIT ?", after, limit);
  }

  @Override
  public List<Notification> unread(long after, int limit) {
    return page(
        "SELECT * FROM notification WHERE read = 0 AND number > ? ORDER BY number LIMIT ?",
        after,
        limit);
  }

  private List<Notification> page(String sql, long after, int limit) {
    return database.run(db -> {
      PreparedStatement get = db.statement(sql);
      get.setLong(1, after);
      get.setInt(2, Math.max(0, limit));
      return NotificationRows.found(db, get);
    });
  }

  @Override
  public InboxSummary summary() {
    return database.transaction(db ->
        new InboxSummary(
            NotificationRows.number(
                db.statement("SELECT coalesce(max(number), 0) FROM notification")),
            NotificationRows.number(
                db.statement("SELECT count(*) FROM notification WHERE read = 0"))));
  }

  @Override
  public long markRead(long first, long last) {
    return database.run(db -> {
      PreparedStatement mark =
          db.statement(
              "UPDATE notification SET read = 1 WHERE read = 0 AND number BETWEEN ? AND ?");
      mark.setLong(1, first);
      mark.setLong(2, last);
      return (long) mark.executeUpdate();
    });
  }

  @Override
  public Actions actions() {
    return actions;
  }

  @Override
  public void close() {
    database.close();
  }
}
