package org.edos.physical.channel.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Actions;
import org.edos.physical.sqlite.Database;

/** What the notifications of an inbox file are to have done. */
final class SqliteActions implements Actions {
  private final Database database;

  SqliteActions(Database database) {
    this.database = database;
  }

  @Override
  public void takeUp() {
    database.run(db ->
        db.statement(
                """
                UPDATE notification
                SET state = CASE action WHEN 'DOWNLOAD' THEN 'PENDING' ELSE 'INTERRUPTED' END
                WHERE state = 'RUNNING'
                """)
            .executeUpdate());
  }

  @Override
  public Optional<Notification> begin(Subscription.Action kind, Instant now) {
    return database.transaction(db -> {
      PreparedStatement get =
          db.statement(
              """
              SELECT * FROM notification waiting
              WHERE state = 'PENDING' AND action = ? AND due <= ? AND NOT EXISTS (
                SELECT 1 FROM notification begun
                WHERE begun.state = 'RUNNING' AND begun.action = 'DOWNLOAD'
                  AND waiting.action = 'DOWNLOAD'
                  AND begun.channel = waiting.channel AND begun.event = waiting.event)
              ORDER BY number LIMIT 1
              """);
      get.setString(1, kind.name());
      get.setLong(2, now.toEpochMilli());
      List<Notification> found = NotificationRows.found(db, get);
      return found.isEmpty() ? Optional.empty() : Optional.of(begun(db, found.getFirst()));
    });
  }

  private static Notification begun(Database db, Notification waiting) throws SQLException {
    Notification begun = waiting.with(waiting.outcome().begun());
    put(db, begun.number(), begun.outcome());
    return begun;
  }

  @Override
  public void end(long number, Outcome.State state, String said) {
    database.transaction(db -> {
      for (Notification one : settled(db, number)) {
        put(db, one.number(), one.outcome().now(state, said));
      }
      return state;
    });
  }

  @Override
  public void postpone(long number, String said, Instant until) {
    database.transaction(db -> {
      for (Notification one : settled(db, number)) {
        put(db, one.number(), one.outcome().later(said, until));
      }
      return until;
    });
  }

  /** An action that was begun, and those that wait for the same download. */
  private static List<Notification> settled(Database db, long number) throws SQLException {
    Notification begun = find(db, number);
    List<Notification> settled = new ArrayList<>(List.of(begun));
    if (begun.outcome().action() == Subscription.Action.DOWNLOAD) {
      PreparedStatement others =
          db.statement(
              """
              SELECT * FROM notification INDEXED BY told
              WHERE channel = ? AND event = ? AND action = 'DOWNLOAD' AND state = 'PENDING'
              """);
      others.setString(1, begun.event().channel());
      others.setLong(2, begun.event().id());
      settled.addAll(NotificationRows.found(db, others));
    }
    return settled;
  }

  private static Notification find(Database db, long number) throws SQLException {
    PreparedStatement get = db.statement("SELECT * FROM notification WHERE number = ?");
    get.setLong(1, number);
    return NotificationRows.found(db, get).stream()
        .findFirst()
        .orElseThrow(() -> Actions.none(number));
  }

  @Override
  public Notification repeat(long number) {
    return database.transaction(db -> {
      Notification one = find(db, number);
      if (!one.outcome().state().repeatable()) {
        throw Actions.nothingToRepeat(one);
      }
      put(db, number, one.outcome().again());
      return one.with(one.outcome().again());
    });
  }

  private static void put(Database db, long number, Outcome outcome) throws SQLException {
    PreparedStatement put =
        db.statement(
            "UPDATE notification SET state = ?, attempts = ?, said = ?, due = ? WHERE number = ?");
    put.setString(1, outcome.state().name());
    put.setInt(2, outcome.attempts());
    put.setString(3, outcome.said());
    put.setLong(4, outcome.due().toEpochMilli());
    put.setLong(5, number);
    put.executeUpdate();
  }
}
