package org.edos.physical.snapshot.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.edos.core.gateway.ListedPackage;
import org.edos.physical.snapshot.PackageIndex;
import org.edos.physical.snapshot.SnapshotCatalogue.Telling;
import org.edos.physical.sqlite.Database;

/** An index while it is entered, within one transaction. */
final class Entry {
  /** Carries a database's failure through the one who tells. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException failure;

    Failed(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private final Database db;
  private final PackageIndex index;
  private final long line;

  Entry(Database db, PackageIndex index) throws SQLException {
    this.db = db;
    this.index = index;
    this.line = line();
  }

  private long line() throws SQLException {
    PreparedStatement repository =
        db.statement(
            "INSERT INTO repository (folder, renewed) VALUES (?, 0) ON CONFLICT DO NOTHING");
    repository.setString(1, index.folder());
    repository.executeUpdate();
    PreparedStatement put =
        db.statement(
            "INSERT INTO line (repository, packages, base, unit) SELECT id, ?, ?, ? FROM"
                + " repository WHERE folder = ? ON CONFLICT DO NOTHING");
    put.setString(1, index.index());
    put.setString(2, index.base());
    put.setBoolean(3, index.unit());
    put.setString(4, index.folder());
    put.executeUpdate();
    PreparedStatement query =
        db.statement(
            "SELECT l.id FROM line l JOIN repository r ON r.id = l.repository WHERE r.folder = ?"
                + " AND l.packages = ?");
    query.setString(1, index.folder());
    query.setString(2, index.index());
    return number(query);
  }

  boolean isHere() throws SQLException {
    PreparedStatement query =
        db.statement("SELECT count(*) FROM entered WHERE line = ? AND sha256 = ?");
    query.setLong(1, line);
    query.setBytes(2, SqliteSnapshots.raw(index.sha256()));
    return number(query) > 0;
  }

  void fill(Telling packages) throws SQLException {
    PreparedStatement put =
        db.statement("INSERT INTO entered (line, sha256, current, made) VALUES (?, ?, 0, ?)");
    put.setLong(1, line);
    put.setBytes(2, SqliteSnapshots.raw(index.sha256()));
    put.setLong(3, index.made().getEpochSecond());
    boolean late = isLate();
    put.executeUpdate();
    long entered = number(db.statement("SELECT last_insert_rowid()"));
    PreparedStatement row =
        db.statement(
            "INSERT INTO package VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO "
                + (late ? "NOTHING" : "UPDATE SET entered = excluded.entered"));
    row.setLong(1, line);
    row.setLong(5, entered);
    row.setLong(6, index.made().getEpochSecond());
    try {
      packages.to(listed -> add(row, listed));
    } catch (Failed e) {
      throw e.failure;
    }
    markCurrent(db, line);
  }

  /** Whether a newer index was entered before this one, whose packages then stay that one's. */
  private boolean isLate() throws SQLException {
    PreparedStatement query =
        db.statement("SELECT count(*) FROM entered WHERE line = ? AND made > ?");
    query.setLong(1, line);
    query.setLong(2, index.made().getEpochSecond());
    return number(query) > 0;
  }

  private static void add(PreparedStatement row, ListedPackage listed) {
    try {
      row.setString(2, listed.path());
      row.setBytes(3, SqliteSnapshots.raw(listed.file().sha256()));
      row.setLong(4, listed.file().size());
      row.executeUpdate();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /** Notes which entered indexes of a line the current snapshot lists. */
  static void markCurrent(Database db, long line) throws SQLException {
    PreparedStatement mark =
        db.statement(
            "UPDATE entered SET current = EXISTS (SELECT 1 FROM line l JOIN snapshot s ON"
                + " s.repository = l.repository AND s.current = 1 JOIN listed f ON f.snapshot ="
                + " s.id AND f.packages = l.packages AND f.sha256 = entered.sha256 WHERE l.id ="
                + " entered.line) WHERE line = ?");
    mark.setLong(1, line);
    mark.executeUpdate();
  }

  private static long number(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.getLong(1);
    }
  }
}
