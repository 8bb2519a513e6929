package org.edos.physical.audit.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.audit.Doer;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;
import org.edos.physical.audit.AuditLog;
import org.edos.physical.sqlite.Database;

/**
 * An audit log in an SQLite file of its own. A line and the end of its action are one transaction;
 * what somebody does to the file shows in the chain of hashes.
 */
public final class SqliteAuditLog implements AuditLog {
  private static final String BEGINNINGS =
      "begun TEXT NOT NULL, who TEXT NOT NULL,"
          + " origin TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL";
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE pending (id INTEGER PRIMARY KEY AUTOINCREMENT, "
              + BEGINNINGS
              + ", effect TEXT, number INTEGER);"
              + "CREATE TABLE line (number INTEGER PRIMARY KEY, "
              + BEGINNINGS
              + ", ended TEXT NOT NULL, outcome TEXT NOT NULL, message TEXT NOT NULL,"
              + " before TEXT NOT NULL, hash TEXT NOT NULL)");

  private final Database database;

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteAuditLog(Path file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public long begin(AuditDraft draft) {
    return database.transaction(db -> {
      PreparedStatement insert =
          db.statement(
              "INSERT INTO pending (begun, who, origin, action, subject) VALUES (?, ?, ?, ?, ?)");
      set(insert, 1, draft);
      insert.executeUpdate();
      try (ResultSet id = db.statement("SELECT last_insert_rowid()").executeQuery()) {
        return id.getLong(1);
      }
    });
  }

  private static void set(PreparedStatement statement, int from, AuditDraft draft)
      throws SQLException {
    statement.setString(from, draft.begun().toString());
    statement.setString(from + 1, draft.doer().who());
    statement.setString(from + 2, draft.doer().from());
    statement.setString(from + 3, draft.action().name());
    statement.setString(from + 4, draft.subject());
  }

  private static AuditDraft draft(ResultSet row) throws SQLException {
    return new AuditDraft(
        Instant.parse(row.getString("begun")),
        new Doer(row.getString("who"), row.getString("origin")),
        AuditAction.valueOf(row.getString("action")),
        row.getString("subject"));
  }

  @Override
  public void effect(long pending, Effect effect) {
    int noted =
        database.run(db -> {
          PreparedStatement update =
              db.statement("UPDATE pending SET effect = ?, number = ? WHERE id = ?");
          update.setString(1, effect.release().toString());
          update.setLong(2, effect.number());
          update.setLong(3, pending);
          return update.executeUpdate();
        });
    if (noted == 0) {
      throw EdosException.notFound("no action " + pending + " is under way");
    }
  }

  @Override
  public AuditEntry end(long pending, Instant ended, AuditOutcome outcome, String message) {
    return database.transaction(db -> {
      PreparedStatement begun = db.statement("SELECT * FROM pending WHERE id = ?");
      begun.setLong(1, pending);
      AuditDraft draft;
      try (ResultSet row = begun.executeQuery()) {
        if (!row.next()) {
          throw EdosException.notFound("no action " + pending + " is under way");
        }
        draft = draft(row);
      }
      AuditEntry entry = following(db, draft, ended, outcome, message);
      write(db, entry);
      PreparedStatement delete = db.statement("DELETE FROM pending WHERE id = ?");
      delete.setLong(1, pending);
      delete.executeUpdate();
      return entry;
    });
  }

  private static AuditEntry following(
      Database db, AuditDraft draft, Instant ended, AuditOutcome outcome, String message)
      throws SQLException {
    try (ResultSet last =
        db.statement("SELECT number, hash FROM line ORDER BY number DESC LIMIT 1").executeQuery()) {
      return last.next()
          ? AuditEntry.after(
              last.getLong(1) + 1, new Sha256(last.getString(2)), draft, ended, outcome, message)
          : AuditEntry.after(1, AuditEntry.BEGINNING, draft, ended, outcome, message);
    }
  }

  private static void write(Database db, AuditEntry entry) throws SQLException {
    PreparedStatement insert =
        db.statement(
            "INSERT INTO line (number, begun, who, origin, action, subject, ended, outcome,"
                + " message, before, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, entry.number());
    set(insert, 2, entry.draft());
    insert.setString(7, entry.ended().toString());
    insert.setString(8, entry.outcome().name());
    insert.setString(9, entry.message());
    insert.setString(10, entry.before().hex());
    insert.setString(11, entry.hash().hex());
    insert.executeUpdate();
  }

  @Override
  public List<Pending> pending() {
    return database.run(db -> {
      List<Pending> pending = new ArrayList<>();
      try (ResultSet row = db.statement("SELECT * FROM pending ORDER BY id").executeQuery()) {
        while (row.next()) {
          String release = row.getString("effect");
          Optional<Effect> effect =
              release == null
                  ? Optional.empty()
                  : Optional.of(new Effect(ReleaseId.parse(release), row.getLong("number")));
          pending.add(new Pending(row.getLong("id"), draft(row), effect));
        }
      }
      return pending;
    });
  }

  @Override
  public List<AuditEntry> entries(long after, int limit) {
    return database.run(db -> {
      PreparedStatement select =
          db.statement("SELECT * FROM line WHERE number > ? ORDER BY number LIMIT ?");
      select.setLong(1, after);
      select.setInt(2, limit);
      List<AuditEntry> entries = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(
              new AuditEntry(
                  row.getLong("number"),
                  draft(row),
                  Instant.parse(row.getString("ended")),
                  AuditOutcome.valueOf(row.getString("outcome")),
                  row.getString("message"),
                  new Sha256(row.getString("before")),
                  new Sha256(row.getString("hash"))));
        }
      }
      return entries;
    });
  }

  @Override
  public long lines() {
    return database.run(db -> {
      try (ResultSet newest =
          db.statement("SELECT coalesce(max(number), 0) FROM line").executeQuery()) {
        return newest.next() ? newest.getLong(1) : 0;
      }
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
