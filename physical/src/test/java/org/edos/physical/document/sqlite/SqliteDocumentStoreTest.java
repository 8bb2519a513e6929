package org.edos.physical.document.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.DocumentStoreContract;
import org.edos.physical.sqlite.Database;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDocumentStoreTest extends DocumentStoreContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("state/documents.sqlite");
  }

  @Override
  protected DocumentStore create() {
    return new SqliteDocumentStore(file());
  }

  @Test
  void documents_outlive_the_store() {
    try (DocumentStore first = create()) {
      first.put("key", new byte[] {1, 2});
    }
    try (DocumentStore second = create()) {
      assertThat(second.get("key")).hasValue(new byte[] {1, 2});
    }
  }

  @Test
  void every_put_that_returned_survives_a_kill() {
    for (int kill = 0; kill < 3; kill++) {
      List<String> put;
      try (ChildJvm child = ChildJvm.of(DocumentUser.class).start(file().toString())) {
        child.awaitLines(10 + 7 * kill, Duration.ofSeconds(60));
        put = child.kill();
      }
      try (DocumentStore left = create()) {
        for (String key : put) {
          assertThat(left.get(key)).as(key).hasValue(DocumentUser.document(key));
        }
      }
    }
  }

  @Test
  void a_file_of_a_newer_version_is_left_alone() {
    Path newer = folder.resolve("newer.sqlite");
    Database.open(newer, List.of("CREATE TABLE a (b)", "CREATE TABLE c (d)")).close();
    assertExternal(() -> new SqliteDocumentStore(newer), "newer Edos", "its schema is 2");
  }

  @Test
  void a_file_that_is_no_database_is_told() throws IOException {
    Path other =
        Files.writeString(folder.resolve("notes.txt"), "not a database at all ".repeat(100));
    assertExternal(
        () -> new SqliteDocumentStore(other), "notes.txt is damaged or no database", "backup");
  }

  @Test
  void a_damaged_file_is_told_when_it_is_used() throws IOException {
    Path damaged = folder.resolve("damaged.sqlite");
    try (DocumentStore store = new SqliteDocumentStore(damaged)) {
      for (int i = 0; i < 500; i++) {
        store.put("key/" + i, new byte[500]);
      }
    }
    try (FileChannel channel = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate((int) channel.size() - 3 * 4096), 3 * 4096);
    }
    assertExternal(
        () -> {
          try (DocumentStore store = new SqliteDocumentStore(damaged)) {
            store.keys("").forEach(store::get);
          }
        },
        "damaged",
        "move it away");
  }

  private static void assertExternal(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.EXTERNAL))
        .message()
        .contains(words);
  }
}
