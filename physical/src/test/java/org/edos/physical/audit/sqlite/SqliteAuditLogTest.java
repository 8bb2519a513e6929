package org.edos.physical.audit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.edos.core.audit.AuditChain;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.physical.audit.AuditLog;
import org.edos.physical.audit.AuditLogContract;
import org.edos.physical.sqlite.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditLogTest extends AuditLogContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("audit.sqlite");
  }

  @Override
  protected AuditLog create() {
    return new SqliteAuditLog(file());
  }

  @Test
  void linesAndWhatIsUnderWayOutliveTheLog() {
    AuditEntry entry;
    try (AuditLog first = create()) {
      entry = first.end(first.begin(draft("one")), NOON, AuditOutcome.DONE, "well");
      first.begin(draft("two"));
    }
    try (AuditLog second = create()) {
      assertThat(second.entries(0, 10)).containsExactly(entry);
      assertThat(second.pending())
          .extracting(AuditLog.Pending::draft)
          .containsExactly(draft("two"));
      long id = second.pending().getFirst().id();
      assertThat(second.end(id, NOON, AuditOutcome.UNKNOWN, "").before()).isEqualTo(entry.hash());
    }
  }

  @Test
  void aChangedLineAndADeletedOneShow() {
    assertThat(broken("changed", "UPDATE line SET who = 'nobody' WHERE number = 2")).isEqualTo(2);
    assertThat(broken("deleted", "DELETE FROM line WHERE number = 3")).isEqualTo(3);
  }

  /** The first line that is found to be wrong after somebody did this to the file. */
  private long broken(String name, String tampering) {
    try (AuditLog log = new SqliteAuditLog(folder.resolve(name))) {
      for (int i = 0; i < 5; i++) {
        log.end(log.begin(draft("r" + i)), NOON, AuditOutcome.DONE, "");
      }
    }
    try (Database database = Database.open(folder.resolve(name), List.of("-"))) {
      database.run(db -> db.statement(tampering).executeUpdate());
    }
    AuditChain chain = new AuditChain();
    try (AuditLog log = new SqliteAuditLog(folder.resolve(name))) {
      for (AuditEntry entry : log.entries(0, 100)) {
        if (chain.next(entry).isPresent()) {
          return chain.lines() + 1;
        }
      }
    }
    return 0;
  }
}
