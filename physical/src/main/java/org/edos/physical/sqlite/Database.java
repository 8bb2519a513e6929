package org.edos.physical.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An SQLite file in WAL mode with full synchronisation: a transaction that has returned survives
 * the death of the process and of the machine. One connection, one thread at a time; safe for use
 * by many threads.
 */
public final class Database implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SPARE_LOG_BYTES = 16 * 1024 * 1024;

  private final Path file;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a file, creating it and its folder where needed, and brings its schema up to date.
   *
   * @param schema for each version from 1 on the statements that lead to it from the one before,
   *     with {@code ;} between them; the file's {@code user_version} says where it stands
   * @throws EdosException external if the file is from a newer version, is no database or is
   *     damaged; exhausted if the disk is full
   */
  public static Database open(Path file, List<String> schema) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.resolveSibling("."));
      Database database = new Database(absolute, connect(absolute));
      try {
        database.bringUpToDate(schema);
        return database;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (IOException e) {
      throw EdosException.external(
          "cannot make the folder of " + absolute + ": " + e.getMessage(), e);
    } catch (SQLException e) {
      throw failure(absolute, e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setJournalSizeLimit(SPARE_LOG_BYTES);
    config.enforceForeignKeys(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private void bringUpToDate(List<String> schema) {
    int version = version();
    if (version > schema.size()) {
      throw EdosException.external(
          "%s was written by a newer Edos (its schema is %d, this one knows %d): run that version, or move the file away"
              .formatted(file, version, schema.size()));
    }
    for (int next = version; next < schema.size(); next++) {
      upgrade(schema.get(next), next + 1);
    }
  }

  private int version() {
    return run(db -> {
      try (Statement pragma = connection.createStatement();
          ResultSet version = pragma.executeQuery("PRAGMA user_version")) {
        return version.getInt(1);
      }
    });
  }

  private void upgrade(String statementsToVersion, int version) {
    transaction(db -> {
      try (Statement upgrade = connection.createStatement()) {
        for (String statement : statementsToVersion.split(";", -1)) {
          if (!statement.isBlank()) {
            upgrade.execute(statement);
          }
        }
        upgrade.execute("PRAGMA user_version=" + version);
      }
      return version;
    });
  }

  /** Something that is done with the database by the one thread that has it. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** May use the database's statements until it returns. */
    T on(Database database) throws SQLException;
  }

  /**
   * Runs work in which each statement is a transaction of its own.
   *
   * @throws EdosException exhausted if the disk is full; external if the file is damaged or cannot
   *     be used
   */
  public <T extends @Nullable Object> T run(Work<T> work) {
    lock.lock();
    try {
      return work.on(this);
    } catch (SQLException e) {
      throw failure(file, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs work that is done whole or not at all.
   *
   * @throws EdosException exhausted if the disk is full; external if the file is damaged or cannot
   *     be used
   */
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    return run(db -> {
      connection.setAutoCommit(false);
      try {
        T result = work.on(db);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    });
  }

  /** The statement of this text, compiled once; only for use within {@link Work}. */
  public PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    known.clearParameters();
    return known;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, e);
    } finally {
      lock.unlock();
    }
  }

  private static EdosException failure(Path file, SQLException failure) {
    SQLiteErrorCode code =
        failure instanceof SQLiteException known
            ? known.getResultCode()
            : SQLiteErrorCode.SQLITE_ERROR;
    String reason = String.valueOf(failure.getMessage());
    return switch (code) {
      case SQLITE_FULL ->
          new EdosException(
              EdosException.Category.EXHAUSTED,
              "the disk of " + file + " is full: free some space there",
              failure);
      case SQLITE_NOTADB,
          SQLITE_CORRUPT,
          SQLITE_CORRUPT_VTAB,
          SQLITE_CORRUPT_INDEX,
          SQLITE_CORRUPT_SEQUENCE ->
          EdosException.external(
              file
                  + " is damaged or no database ("
                  + reason
                  + "): restore it from a backup, or move it away to begin anew",
              failure);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          EdosException.external(
              file + " is in use by another program: close that, and try again", failure);
      default ->
          EdosException.external(
              "cannot use " + file + ": " + reason + "; check the disk and the file's rights",
              failure);
    };
  }
}
