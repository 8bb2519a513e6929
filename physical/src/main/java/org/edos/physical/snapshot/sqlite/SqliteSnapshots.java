package org.edos.physical.snapshot.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.FoundFile;
import org.edos.physical.snapshot.PackageIndex;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.sqlite.Database;

/**
 * Snapshots in an SQLite file, of which little is held in memory. There are two connections, so
 * that looking up goes on while an index is entered.
 */
public final class SqliteSnapshots implements SnapshotCatalogue {
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE repository (
            id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, renewed INTEGER NOT NULL);
          CREATE TABLE snapshot (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            repository INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
            current INTEGER NOT NULL, identity BLOB NOT NULL, format TEXT NOT NULL,
            made INTEGER NOT NULL, dated INTEGER NOT NULL, signers TEXT NOT NULL);
          CREATE INDEX snapshot_of ON snapshot (repository, current);
          CREATE TABLE root_file (
            snapshot INTEGER NOT NULL REFERENCES snapshot ON DELETE CASCADE, name TEXT NOT NULL,
            bytes BLOB NOT NULL, etag TEXT, modified TEXT, PRIMARY KEY (snapshot, name));
          CREATE TABLE listed (
            snapshot INTEGER NOT NULL REFERENCES snapshot ON DELETE CASCADE, path TEXT NOT NULL,
            sha256 BLOB NOT NULL, size INTEGER NOT NULL, part TEXT NOT NULL, other TEXT,
            lasting INTEGER NOT NULL, packages TEXT, PRIMARY KEY (snapshot, path)) WITHOUT ROWID;
          CREATE INDEX listed_packages ON listed (snapshot, packages) WHERE packages IS NOT NULL;
          CREATE TABLE used (
            repository INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
            part TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (repository, part)) WITHOUT ROWID;
          CREATE TABLE line (
            id INTEGER PRIMARY KEY,
            repository INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
            packages TEXT NOT NULL, base TEXT NOT NULL, unit INTEGER NOT NULL,
            UNIQUE (repository, packages));
          CREATE INDEX line_base ON line (base);
          CREATE TABLE entered (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            line INTEGER NOT NULL REFERENCES line ON DELETE CASCADE, sha256 BLOB NOT NULL,
            current INTEGER NOT NULL, made INTEGER NOT NULL, UNIQUE (line, sha256));
          CREATE TABLE package (
            line INTEGER NOT NULL REFERENCES line ON DELETE CASCADE, path TEXT NOT NULL,
            sha256 BLOB NOT NULL, size INTEGER NOT NULL, entered INTEGER NOT NULL,
            made INTEGER NOT NULL, PRIMARY KEY (line, path, sha256)) WITHOUT ROWID
          """);

  private static final String CURRENT =
      "SELECT r.folder, s.identity, s.format, s.made, s.dated, s.signers FROM repository r JOIN"
          + " snapshot s ON s.repository = r.id AND s.current = 1";

  private final Database entering;
  private final Database looking;
  private final Prefixes folders = new Prefixes();
  private final Prefixes bases = new Prefixes();
  private final RecentFinds recent = new RecentFinds();

  /**
   * Opens the file, creating it and its folder where needed.
   *
   * @throws EdosException external if the file is damaged or from a newer version
   */
  public SqliteSnapshots(Path file) {
    entering = Database.open(file, SCHEMA);
    try {
      looking = Database.open(file, SCHEMA);
    } catch (RuntimeException e) {
      entering.close();
      throw e;
    }
    changed();
  }

  /** One after the other, so that what is learned last is what was written last. */
  private synchronized void changed() {
    folders.replace(texts(looking, "SELECT folder FROM repository"));
    bases.replace(texts(looking, "SELECT DISTINCT base FROM line"));
    recent.clear();
  }

  private static List<String> texts(Database database, String query) {
    return database.run(db -> {
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = db.statement(query).executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    });
  }

  @Override
  public Optional<SnapshotHead> current(String folder) {
    return looking.run(db -> {
      PreparedStatement query = db.statement(CURRENT + " WHERE r.folder = ?");
      query.setString(1, folder);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(head(row)) : Optional.empty();
      }
    });
  }

  @Override
  public List<SnapshotHead> currents() {
    return looking.run(db -> {
      List<SnapshotHead> heads = new ArrayList<>();
      try (ResultSet row = db.statement(CURRENT + " ORDER BY s.made DESC").executeQuery()) {
        while (row.next()) {
          heads.add(head(row));
        }
      }
      return heads;
    });
  }

  private static SnapshotHead head(ResultSet row) throws SQLException {
    return new SnapshotHead(
        row.getString(1),
        Sha256.ofRaw(row.getBytes(2)),
        PackageFormat.valueOf(row.getString(3)),
        Instant.ofEpochSecond(row.getLong(4)),
        row.getBoolean(5),
        signers(row.getString(6)));
  }

  private static Set<String> signers(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split("\n"));
  }

  @Override
  public Optional<RootFile> root(String folder, String name) {
    return looking.run(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT f.bytes, f.etag, f.modified FROM repository r JOIN snapshot s ON s.repository"
                  + " = r.id AND s.current = 1 JOIN root_file f ON f.snapshot = s.id AND f.name = ?"
                  + " WHERE r.folder = ?");
      query.setString(1, name);
      query.setString(2, folder);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new RootFile(
                    name,
                    row.getBytes(1),
                    Optional.ofNullable(row.getString(2)),
                    Optional.ofNullable(row.getString(3))))
            : Optional.empty();
      }
    });
  }

  @Override
  public void become(SnapshotHead head, List<RootFile> roots, List<ListedFile> files) {
    entering.transaction(db -> {
      new Renewal(db, head).run(roots, files);
      return head;
    });
    changed();
  }

  @Override
  public boolean becomeFirst(SnapshotHead head, List<RootFile> roots, List<ListedFile> files) {
    boolean first =
        entering.transaction(db -> {
          Renewal renewal = new Renewal(db, head);
          if (renewal.hasCurrent()) {
            return false;
          }
          renewal.run(roots, files);
          return true;
        });
    if (first) {
      changed();
    }
    return first;
  }

  @Override
  public void add(SnapshotHead head, RootFile root) {
    entering.transaction(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT s.id FROM repository r JOIN snapshot s ON s.repository = r.id AND s.current ="
                  + " 1 WHERE r.folder = ? AND s.identity = ?");
      query.setString(1, head.folder());
      query.setBytes(2, raw(head.identity()));
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          Renewal.root(db, row.getLong(1), root);
        }
      }
      return head;
    });
  }

  @Override
  public Optional<FoundFile> find(String key) {
    return recent.find(key, () -> search(key));
  }

  private Optional<FoundFile> search(String key) {
    for (String folder : folders.of(key)) {
      Optional<FoundFile> listed = listed(folder, key.substring(folder.length()));
      if (listed.isPresent()) {
        return listed;
      }
    }
    for (String base : bases.of(key)) {
      Optional<FoundFile> found = packaged(base, key);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<FoundFile> listed(String folder, String path) {
    return looking.run(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT l.sha256, l.size, l.part, l.other, l.lasting, l.packages, s.made, s.current"
                  + " FROM repository r JOIN snapshot s ON s.repository = r.id JOIN listed l ON"
                  + " l.snapshot = s.id AND l.path = ? WHERE r.folder = ? AND (s.current = 1 OR"
                  + " l.lasting = 1) ORDER BY s.current DESC, s.id DESC LIMIT 1");
      query.setString(1, path);
      query.setString(2, folder);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        KnownFile file = new KnownFile(Sha256.ofRaw(row.getBytes(1)), row.getLong(2));
        ListedFile listed =
            new ListedFile(
                path,
                file,
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getBoolean(5),
                Optional.ofNullable(row.getString(6)));
        return Optional.of(
            new FoundFile(
                folder,
                file,
                Instant.ofEpochSecond(row.getLong(7)),
                row.getBoolean(8),
                false,
                Optional.of(listed)));
      }
    });
  }

  private Optional<FoundFile> packaged(String base, String key) {
    return looking.run(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT p.sha256, p.size, p.made, e.current, l.unit FROM line l JOIN package p ON"
                  + " p.line = l.id AND p.path = ? JOIN entered e ON e.id = p.entered WHERE l.base"
                  + " = ? ORDER BY e.current DESC, e.id DESC LIMIT 1");
      query.setString(1, key.substring(base.length()));
      query.setString(2, base);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new FoundFile(
                    base,
                    new KnownFile(Sha256.ofRaw(row.getBytes(1)), row.getLong(2)),
                    Instant.ofEpochSecond(row.getLong(3)),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    Optional.empty()))
            : Optional.empty();
      }
    });
  }

  @Override
  public void use(String folder, String part, Instant when) {
    entering.run(db -> {
      PreparedStatement put =
          db.statement(
              "INSERT INTO used SELECT id, ?, ? FROM repository WHERE folder = ? ON CONFLICT"
                  + " (repository, part) DO UPDATE SET at = excluded.at");
      put.setString(1, part);
      put.setLong(2, when.getEpochSecond());
      put.setString(3, folder);
      return put.executeUpdate();
    });
  }

  @Override
  public List<String> used(String folder, Instant since) {
    return looking.run(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT u.part FROM repository r JOIN used u ON u.repository = r.id WHERE r.folder ="
                  + " ? AND u.at >= ? ORDER BY u.part");
      query.setString(1, folder);
      query.setLong(2, since.getEpochSecond());
      List<String> parts = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          parts.add(rows.getString(1));
        }
      }
      return parts;
    });
  }

  @Override
  public boolean entered(String folder, String index) {
    return looking.run(db -> {
      PreparedStatement query =
          db.statement(
              "SELECT 1 FROM repository r JOIN snapshot s ON s.repository = r.id AND s.current = 1"
                  + " JOIN listed f ON f.snapshot = s.id AND f.packages = ?1 JOIN line l ON"
                  + " l.repository = r.id AND l.packages = ?1 JOIN entered e ON e.line = l.id AND"
                  + " e.sha256 = f.sha256 WHERE r.folder = ?2 LIMIT 1");
      query.setString(1, index);
      query.setString(2, folder);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    });
  }

  @Override
  public boolean enter(PackageIndex index, Telling packages) {
    boolean isNew =
        entering.transaction(db -> {
          Entry entry = new Entry(db, index);
          if (entry.isHere()) {
            return false;
          }
          entry.fill(packages);
          return true;
        });
    if (isNew) {
      changed();
    }
    return isNew;
  }

  @Override
  public void forget(String key) {
    for (String base : bases.of(key)) {
      entering.run(db -> {
        PreparedStatement delete =
            db.statement(
                "DELETE FROM package WHERE path = ? AND line IN (SELECT id FROM line WHERE base ="
                    + " ?)");
        delete.setString(1, key.substring(base.length()));
        delete.setString(2, base);
        return delete.executeUpdate();
      });
    }
    recent.clear();
  }

  @Override
  public void close() {
    try {
      looking.close();
    } finally {
      entering.close();
    }
  }

  static byte[] raw(Sha256 sha256) {
    return HexFormat.of().parseHex(sha256.hex());
  }

  static void setText(PreparedStatement statement, int at, Optional<String> text)
      throws SQLException {
    if (text.isPresent()) {
      statement.setString(at, text.get());
    } else {
      statement.setNull(at, Types.VARCHAR);
    }
  }
}
