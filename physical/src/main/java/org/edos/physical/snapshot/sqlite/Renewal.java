package org.edos.physical.snapshot.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.gateway.ListedFile;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.sqlite.Database;

/** A repository while a new snapshot becomes the current one, within one transaction. */
final class Renewal {
  private final Database db;
  private final SnapshotHead head;

  Renewal(Database db, SnapshotHead head) {
    this.db = db;
    this.head = head;
  }

  boolean hasCurrent() throws SQLException {
    PreparedStatement query =
        db.statement(
            "SELECT 1 FROM repository r JOIN snapshot s ON s.repository = r.id AND s.current = 1"
                + " WHERE r.folder = ?");
    query.setString(1, head.folder());
    try (ResultSet row = query.executeQuery()) {
      return row.next();
    }
  }

  void run(List<RootFile> roots, List<ListedFile> files) throws SQLException {
    long repository = repository();
    update("UPDATE snapshot SET current = 0 WHERE repository = ?", repository);
    long snapshot = snapshot(repository);
    for (RootFile root : roots) {
      root(db, snapshot, root);
    }
    for (ListedFile file : files) {
      listed(snapshot, file);
    }
    forget(repository);
    for (long line : numbers("SELECT id FROM line WHERE repository = ?", repository)) {
      forgetIndexes(line, repository);
      Entry.markCurrent(db, line);
    }
    update(
        "DELETE FROM repository WHERE id IN (SELECT id FROM repository ORDER BY renewed DESC, id"
            + " DESC LIMIT -1 OFFSET ?)",
        SnapshotCatalogue.MOST_REPOSITORIES);
  }

  private long repository() throws SQLException {
    PreparedStatement put =
        db.statement(
            "INSERT INTO repository (folder, renewed) VALUES (?, (SELECT coalesce(max(renewed), 0)"
                + " + 1 FROM repository)) ON CONFLICT (folder) DO UPDATE SET renewed ="
                + " excluded.renewed RETURNING id");
    put.setString(1, head.folder());
    try (ResultSet row = put.executeQuery()) {
      return row.getLong(1);
    }
  }

  private long snapshot(long repository) throws SQLException {
    PreparedStatement put =
        db.statement(
            "INSERT INTO snapshot (repository, current, identity, format, made, dated, signers)"
                + " VALUES (?, 1, ?, ?, ?, ?, ?) RETURNING id");
    put.setLong(1, repository);
    put.setBytes(2, SqliteSnapshots.raw(head.identity()));
    put.setString(3, head.format().name());
    put.setLong(4, head.made().getEpochSecond());
    put.setBoolean(5, head.dated());
    put.setString(6, String.join("\n", head.signers()));
    try (ResultSet row = put.executeQuery()) {
      return row.getLong(1);
    }
  }

  static void root(Database db, long snapshot, RootFile root) throws SQLException {
    PreparedStatement put = db.statement("INSERT OR REPLACE INTO root_file VALUES (?, ?, ?, ?, ?)");
    put.setLong(1, snapshot);
    put.setString(2, root.name());
    put.setBytes(3, root.bytes());
    SqliteSnapshots.setText(put, 4, root.etag());
    SqliteSnapshots.setText(put, 5, root.modified());
    put.executeUpdate();
  }

  private void listed(long snapshot, ListedFile file) throws SQLException {
    PreparedStatement put =
        db.statement("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    put.setLong(1, snapshot);
    put.setString(2, file.path());
    put.setBytes(3, SqliteSnapshots.raw(file.file().sha256()));
    put.setLong(4, file.file().size());
    put.setString(5, file.part());
    SqliteSnapshots.setText(put, 6, file.other());
    put.setBoolean(7, file.lasting());
    SqliteSnapshots.setText(put, 8, file.index());
    put.executeUpdate();
  }

  private void forget(long repository) throws SQLException {
    List<Long> snapshots =
        numbers("SELECT id FROM snapshot WHERE repository = ? ORDER BY id DESC", repository);
    for (long old : snapshots.stream().skip(SnapshotCatalogue.GENERATIONS).toList()) {
      update("DELETE FROM snapshot WHERE id = ?", old);
    }
  }

  /** Indexes that no snapshot lists any more, with the packages that no later one lists. */
  private void forgetIndexes(long line, long repository) throws SQLException {
    PreparedStatement query =
        db.statement(
            "SELECT e.id FROM entered e JOIN line l ON l.id = e.line WHERE e.line = ? AND NOT"
                + " EXISTS (SELECT 1 FROM snapshot s JOIN listed f ON f.snapshot = s.id AND"
                + " f.packages = l.packages AND f.sha256 = e.sha256 WHERE s.repository = ?)");
    query.setLong(1, line);
    query.setLong(2, repository);
    for (long entered : numbers(query)) {
      PreparedStatement delete = db.statement("DELETE FROM package WHERE line = ? AND entered = ?");
      delete.setLong(1, line);
      delete.setLong(2, entered);
      delete.executeUpdate();
      update("DELETE FROM entered WHERE id = ?", entered);
    }
  }

  private void update(String sql, long argument) throws SQLException {
    PreparedStatement update = db.statement(sql);
    update.setLong(1, argument);
    update.executeUpdate();
  }

  private List<Long> numbers(String sql, long argument) throws SQLException {
    PreparedStatement query = db.statement(sql);
    query.setLong(1, argument);
    return numbers(query);
  }

  private static List<Long> numbers(PreparedStatement query) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }
}
