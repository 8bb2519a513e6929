package org.edos.physical.kept.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.kept.Kept;
import org.edos.physical.sqlite.Database;

/**
 * Notes in an SQLite file. When contents were used is gathered in memory and written together with
 * the next change, or before the notes are read.
 */
public final class SqliteKept implements Kept {
  private static final int MOST_GATHERED = 2_000;
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE kept (
            id BLOB PRIMARY KEY,
            size INTEGER NOT NULL,
            used INTEGER NOT NULL
          ) WITHOUT ROWID;
          CREATE INDEX kept_by_use ON kept (used)
          """,
          "DROP TABLE IF EXISTS staged"); // files of this version may hold it, and nobody reads it

  private final Database database;
  private final Map<Sha256, Long> touched = new ConcurrentHashMap<>();

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteKept(Path file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public void keep(Collection<Entry> entries) {
    change(db -> {
      for (Entry entry : entries) {
        PreparedStatement put =
            db.statement(
                "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET used ="
                    + " excluded.used");
        put.setBytes(1, raw(entry.id()));
        put.setLong(2, entry.size());
        put.setLong(3, entry.used().toEpochMilli());
        put.executeUpdate();
      }
      return entries;
    });
  }

  /** Beyond a number of gathered ones further ones are lost, which only makes them seem older. */
  @Override
  public void touch(Sha256 id, Instant now) {
    if (touched.size() < MOST_GATHERED) {
      touched.merge(id, now.toEpochMilli(), Math::max);
    }
  }

  @Override
  public void forget(Collection<Sha256> ids) {
    change(db -> {
      for (Sha256 id : ids) {
        PreparedStatement delete = db.statement("DELETE FROM kept WHERE id = ?");
        delete.setBytes(1, raw(id));
        delete.executeUpdate();
      }
      return ids;
    });
  }

  @Override
  public List<Entry> leastRecentlyUsed(int most) {
    return change(db -> {
      PreparedStatement get =
          db.statement("SELECT id, size, used FROM kept ORDER BY used, id LIMIT ?");
      get.setInt(1, most);
      List<Entry> oldest = new ArrayList<>();
      try (ResultSet rows = get.executeQuery()) {
        while (rows.next()) {
          oldest.add(
              new Entry(
                  Sha256.ofRaw(rows.getBytes(1)),
                  rows.getLong(2),
                  Instant.ofEpochMilli(rows.getLong(3))));
        }
      }
      return oldest;
    });
  }

  @Override
  public List<Sha256> ids() {
    return database.run(db -> {
      List<Sha256> ids = new ArrayList<>();
      try (ResultSet rows = db.statement("SELECT id FROM kept").executeQuery()) {
        while (rows.next()) {
          ids.add(Sha256.ofRaw(rows.getBytes(1)));
        }
      }
      return ids;
    });
  }

  @Override
  public long bytes() {
    return database.run(db -> {
      try (ResultSet row = db.statement("SELECT COALESCE(SUM(size), 0) FROM kept").executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  /** Work before which the gathered times are written, in one transaction with it. */
  private <T> T change(Database.Work<T> work) {
    return database.transaction(db -> {
      Map<Sha256, Long> times = Map.copyOf(touched);
      for (Map.Entry<Sha256, Long> time : times.entrySet()) {
        write(db, time.getKey(), time.getValue());
      }
      T result = work.on(db);
      times.forEach(touched::remove);
      return result;
    });
  }

  private static void write(Database db, Sha256 id, long used) throws SQLException {
    PreparedStatement update =
        db.statement("UPDATE kept SET used = ?1 WHERE id = ?2 AND used < ?1");
    update.setLong(1, used);
    update.setBytes(2, raw(id));
    update.executeUpdate();
  }

  private static byte[] raw(Sha256 id) {
    return HexFormat.of().parseHex(id.hex());
  }

  /** Writes the gathered times as far as the disk allows. */
  @Override
  public void close() {
    try (database) {
      change(db -> touched);
    }
  }
}
