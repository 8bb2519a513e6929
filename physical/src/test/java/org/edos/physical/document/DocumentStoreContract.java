package org.edos.physical.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DocumentStore} promises; each adapter's test extends it. */
public abstract class DocumentStoreContract {
  private DocumentStore store;

  /** A new, empty store. */
  protected abstract DocumentStore create();

  @BeforeEach
  void open() {
    store = create();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_document_is_given_back_byte_by_byte() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    store.put("release/bookworm@12.1", every);
    store.put("empty", new byte[0]);
    assertThat(store.get("release/bookworm@12.1")).hasValue(every);
    assertThat(store.get("empty")).hasValue(new byte[0]);
    assertThat(store.get("release/bookworm@12.2")).isEmpty();
  }

  @Test
  void a_later_put_replaces_an_earlier_one() {
    store.put("key", "one".getBytes(UTF_8));
    store.put("key", "two".getBytes(UTF_8));
    assertThat(store.get("key")).hasValue("two".getBytes(UTF_8));
    assertThat(store.keys("")).containsExactly("key");
  }

  @Test
  void what_the_caller_does_to_its_array_afterwards_changes_nothing() {
    byte[] mine = "one".getBytes(UTF_8);
    store.put("key", mine);
    mine[0] = 'X';
    store.get("key").orElseThrow()[1] = 'X';
    assertThat(store.get("key")).hasValue("one".getBytes(UTF_8));
  }

  @Test
  void a_removed_document_is_gone() {
    store.put("key", new byte[1]);
    assertThat(store.remove("key")).isTrue();
    assertThat(store.remove("key")).isFalse();
    assertThat(store.get("key")).isEmpty();
  }

  @Test
  void keys_are_those_of_the_prefix_in_order() {
    for (String key :
        List.of(
            "release/b",
            "release/a~1",
            "release/a",
            "released",
            "Release/a",
            "release%",
            "crowd/1")) {
      store.put(key, new byte[0]);
    }
    assertThat(store.keys("release/")).containsExactly("release/a", "release/a~1", "release/b");
    assertThat(store.keys("")).hasSize(7).isSorted();
    assertThat(store.keys("release/a~")).containsExactly("release/a~1");
    assertThat(store.keys("none/")).isEmpty();
  }

  @Test
  void malformed_keys_are_refused() {
    for (String key : List.of("", "x".repeat(1025), "a b", "new\nline", "é")) {
      assertThatThrownBy(() -> store.put(key, new byte[0]))
          .isInstanceOfSatisfying(
              EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE));
    }
    store.put("x".repeat(1024), new byte[0]);
  }

  @Test
  void documents_of_some_megabytes_fit() {
    byte[] large = new byte[20 * 1024 * 1024];
    large[large.length - 1] = 1;
    store.put("large", large);
    assertThat(store.get("large")).hasValue(large);
  }

  @Test
  void many_threads_may_use_it() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String key = "key/" + i;
        writing.add(
            threads.submit(() -> {
              store.put(key, key.getBytes(UTF_8));
              assertThat(store.get(key)).hasValue(key.getBytes(UTF_8));
            }));
      }
      for (Future<?> one : writing) {
        one.get();
      }
    }
    assertThat(store.keys("key/")).hasSize(40);
  }
}
