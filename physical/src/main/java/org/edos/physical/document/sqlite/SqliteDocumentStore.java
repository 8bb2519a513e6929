package org.edos.physical.document.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.physical.document.DocumentKey;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.sqlite.Database;

/** Documents in an SQLite file; a put that has returned survives a power failure. */
public final class SqliteDocumentStore implements DocumentStore {
  private static final List<String> SCHEMA =
      List.of("CREATE TABLE document (key TEXT PRIMARY KEY, body BLOB NOT NULL)");

  private final Database database;

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteDocumentStore(Path file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public void put(String key, byte[] document) {
    DocumentKey.checked(key);
    DocumentKey.checked(document);
    database.run(db -> {
      PreparedStatement put =
          db.statement(
              "INSERT INTO document VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body ="
                  + " excluded.body");
      put.setString(1, key);
      put.setBytes(2, document);
      return put.executeUpdate();
    });
  }

  @Override
  public Optional<byte[]> get(String key) {
    return database.run(db -> {
      PreparedStatement get = db.statement("SELECT body FROM document WHERE key = ?");
      get.setString(1, key);
      try (ResultSet found = get.executeQuery()) {
        return found.next() ? Optional.of(found.getBytes(1)) : Optional.empty();
      }
    });
  }

  @Override
  public boolean remove(String key) {
    return database.run(db -> {
      PreparedStatement remove = db.statement("DELETE FROM document WHERE key = ?");
      remove.setString(1, key);
      return remove.executeUpdate() > 0;
    });
  }

  /** Keys are ASCII, so those of a prefix end before the prefix with a character after it. */
  @Override
  public List<String> keys(String prefix) {
    return database.run(db -> {
      PreparedStatement keys =
          db.statement("SELECT key FROM document WHERE key >= ? AND key < ? ORDER BY key");
      keys.setString(1, prefix);
      keys.setString(2, prefix + "\u007f");
      List<String> found = new ArrayList<>();
      try (ResultSet rows = keys.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
