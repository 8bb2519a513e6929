package org.edos.physical.people.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.core.unit.Sha256;
import org.edos.physical.people.Tokens;
import org.edos.physical.sqlite.Database;

/**
 * Tokens in an SQLite file: a name, a hash, and scopes with spaces between them; times in
 * milliseconds since 1970, 0 for no end.
 */
public final class SqliteTokens implements Tokens, AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE token (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT"
              + " NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL)");

  private final Database database;

  /** Opens the file, creating it and its folder where needed. */
  public SqliteTokens(Path file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public List<AccessToken> list() {
    return database.run(
        db -> read(db.statement("SELECT name, scopes, created, expires FROM token ORDER BY name")));
  }

  @Override
  public Optional<AccessToken> byHash(Sha256 hash) {
    return database.run(db -> {
      PreparedStatement found =
          db.statement("SELECT name, scopes, created, expires FROM token WHERE hash = ?");
      found.setString(1, hash.hex());
      return read(found).stream().findFirst();
    });
  }

  private static List<AccessToken> read(PreparedStatement asked) throws SQLException {
    List<AccessToken> tokens = new ArrayList<>();
    try (ResultSet rows = asked.executeQuery()) {
      while (rows.next()) {
        long expires = rows.getLong(4);
        tokens.add(
            new AccessToken(
                rows.getString(1),
                scopes(rows.getString(2)),
                Instant.ofEpochMilli(rows.getLong(3)),
                expires == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires))));
      }
    }
    return tokens;
  }

  private static Set<Scope> scopes(String text) {
    return Stream.of(text.split(" ", -1)).map(Scope::parse).collect(Collectors.toSet());
  }

  @Override
  public void add(AccessToken token, Sha256 hash) {
    database.transaction(db -> {
      List<AccessToken> known =
          read(db.statement("SELECT name, scopes, created, expires FROM token ORDER BY name"));
      if (known.stream().anyMatch(other -> other.name().equals(token.name()))) {
        throw Tokens.taken(token.name());
      }
      if (known.size() >= MOST) {
        throw Tokens.tooMany();
      }
      PreparedStatement add = db.statement("INSERT INTO token VALUES (?, ?, ?, ?, ?)");
      add.setString(1, token.name());
      add.setString(2, hash.hex());
      add.setString(
          3,
          token.scopes().stream().map(Scope::toString).sorted().collect(Collectors.joining(" ")));
      add.setLong(4, token.created().toEpochMilli());
      add.setLong(5, token.expires().map(Instant::toEpochMilli).orElse(0L));
      return add.executeUpdate();
    });
  }

  @Override
  public boolean remove(String name) {
    return database.run(db -> {
      PreparedStatement remove = db.statement("DELETE FROM token WHERE name = ?");
      remove.setString(1, name);
      return remove.executeUpdate() > 0;
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
