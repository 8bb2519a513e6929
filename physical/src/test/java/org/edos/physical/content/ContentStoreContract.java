package org.edos.physical.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ContentStore} promises; each adapter's test extends it. */
public abstract class ContentStoreContract {
  private static final byte[] BYTES = "some bytes of a package".getBytes(UTF_8);
  private static final byte[] OTHER = "bytes of the same size!".getBytes(UTF_8);
  private static final Sha256 ID = Sha256.of(BYTES);

  @TempDir private Path elsewhere;

  private final List<ContentStore> opened = new ArrayList<>();

  /** A new, empty store. */
  protected abstract ContentStore create(long quotaBytes);

  private ContentStore store(long quotaBytes) {
    ContentStore store = create(quotaBytes);
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(ContentStore::close);
  }

  @Test
  void added_bytes_are_found_whole() throws IOException {
    ContentStore store = store(1000);
    Content added = store.add(ID, BYTES.length, stream(BYTES));
    Content found = store.find(ID).orElseThrow();
    assertThat(found.id()).isEqualTo(ID).isEqualTo(added.id());
    assertThat(found.size()).isEqualTo(BYTES.length);
    assertThat(bytes(found)).isEqualTo(BYTES);
    assertThat(store.contains(ID)).isTrue();
    assertThat(store.list()).containsExactly(ID);
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
  }

  @Test
  void nothing_is_found_where_nothing_was_added() {
    ContentStore store = store(1000);
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.list()).isEmpty();
    assertThat(store.remove(ID)).isFalse();
    assertThat(store.quotaBytes()).isEqualTo(1000);
  }

  @Test
  void the_empty_content_is_a_content() throws IOException {
    ContentStore store = store(0);
    Sha256 empty = Sha256.of(new byte[0]);
    store.add(empty, 0, stream(new byte[0]));
    assertThat(bytes(store.find(empty).orElseThrow())).isEmpty();
  }

  @Test
  void reading_begins_at_any_offset_up_to_the_end() throws IOException {
    Content content = store(1000).add(ID, BYTES.length, stream(BYTES));
    try (InputStream tail = content.open(5)) {
      assertThat(new String(tail.readAllBytes(), UTF_8)).isEqualTo("bytes of a package");
    }
    try (InputStream end = content.open(BYTES.length)) {
      assertThat(end.read()).isEqualTo(-1);
    }
    assertFails(Category.USAGE, () -> content.open(BYTES.length + 1));
    assertFails(Category.USAGE, () -> content.open(-1));
  }

  @Test
  void other_bytes_than_those_named_are_refused_and_leave_nothing() {
    ContentStore store = store(1000);
    assertFails(Category.REFUSED, () -> store.add(ID, BYTES.length, stream(OTHER)));
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void too_few_bytes_are_refused() {
    ContentStore store = store(1000);
    assertFails(Category.REFUSED, () -> store.add(ID, BYTES.length + 1, stream(BYTES)));
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void endless_bytes_are_refused_without_being_read() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertFails(Category.REFUSED, () -> store(1000).add(ID, BYTES.length, endless));
  }

  @Test
  void a_source_that_breaks_off_is_an_external_failure_and_leaves_nothing() {
    ContentStore store = store(1000);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertFails(Category.EXTERNAL, () -> store.add(ID, BYTES.length, broken))
        .hasMessageContaining("connection reset");
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void a_content_that_is_here_already_counts_once_and_liars_are_refused_still() {
    ContentStore store = store(BYTES.length);
    store.add(ID, BYTES.length, stream(BYTES));
    store.add(ID, BYTES.length, stream(BYTES));
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    assertFails(Category.REFUSED, () -> store.add(ID, BYTES.length, stream(OTHER)));
    assertThat(store.contains(ID)).isTrue();
  }

  @Test
  void a_linked_file_is_found_and_stays_where_it_was() throws IOException {
    ContentStore store = store(1000);
    Path file = Files.write(elsewhere.resolve("curl.deb"), BYTES);
    store.link(ID, file);
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
    assertThat(file).hasBinaryContent(BYTES);
    store.remove(ID);
    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void a_symbolic_link_stands_for_its_file() throws IOException {
    ContentStore store = store(1000);
    Path file = Files.write(elsewhere.resolve("curl.deb"), BYTES);
    store.link(ID, Files.createSymbolicLink(elsewhere.resolve("latest.deb"), file));
    Files.delete(file);
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
  }

  @Test
  void a_linked_file_of_other_bytes_is_refused_and_a_missing_one_not_found() throws IOException {
    ContentStore store = store(1000);
    Path file = Files.write(elsewhere.resolve("curl.deb"), OTHER);
    assertFails(Category.REFUSED, () -> store.link(ID, file));
    assertFails(Category.NOT_FOUND, () -> store.link(ID, elsewhere.resolve("none")));
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.usedBytes()).isZero();
    store.add(ID, BYTES.length, stream(BYTES));
    assertFails(Category.REFUSED, () -> store.link(ID, file));
  }

  @Test
  void a_staged_file_becomes_a_content_by_commit() throws IOException {
    ContentStore store = store(BYTES.length);
    Path place = store.stage(ID, BYTES.length);
    assertThat(place).isRegularFile();
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    Files.write(place, BYTES);
    Content content = store.commit(ID);
    assertThat(bytes(content)).isEqualTo(BYTES);
    assertThat(place).doesNotExist();
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    assertThat(store.commit(ID).id()).as("a commit that is repeated").isEqualTo(ID);
  }

  @Test
  void staging_again_gives_the_same_place_and_what_was_written() throws IOException {
    ContentStore store = store(BYTES.length);
    Path place = store.stage(ID, BYTES.length);
    Files.writeString(place, "half");
    assertThat(store.stage(ID, BYTES.length)).isEqualTo(place).hasContent("half");
    assertFails(Category.USAGE, () -> store.stage(ID, 3));
  }

  @Test
  void a_staged_file_of_other_bytes_is_refused_and_deleted() throws IOException {
    ContentStore store = store(1000);
    Path place = store.stage(ID, BYTES.length);
    Files.write(place, OTHER);
    assertFails(Category.REFUSED, () -> store.commit(ID));
    assertThat(place).doesNotExist();
    assertThat(store.usedBytes()).isZero();
    Files.write(store.stage(ID, BYTES.length), new byte[5]);
    assertFails(Category.REFUSED, () -> store.commit(ID));
    assertFails(Category.NOT_FOUND, () -> store.commit(ID));
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void a_staged_file_that_came_otherwise_meanwhile_counts_once() throws IOException {
    ContentStore store = store(1000);
    Files.write(store.stage(ID, BYTES.length), BYTES);
    store.add(ID, BYTES.length, stream(BYTES));
    store.commit(ID);
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
  }

  @Test
  void an_adopted_content_is_also_at_its_staged_place_until_that_is_discarded() throws IOException {
    ContentStore store = store(BYTES.length);
    Path place = store.stage(ID, BYTES.length);
    Files.write(place, BYTES);
    assertThat(bytes(store.adopt(ID))).isEqualTo(BYTES);
    assertThat(place).hasBinaryContent(BYTES);
    assertThat(bytes(store.adopt(ID))).as("adopted again").isEqualTo(BYTES);
    store.discard(ID);
    assertThat(place).doesNotExist();
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
  }

  @Test
  void what_is_adopted_is_verified() throws IOException {
    ContentStore store = store(1000);
    Path place = store.stage(ID, BYTES.length);
    Files.write(place, OTHER);
    assertFails(Category.REFUSED, () -> store.adopt(ID));
    assertThat(place).doesNotExist();
    assertThat(store.usedBytes()).isZero();
    assertFails(Category.NOT_FOUND, () -> store.adopt(ID));
  }

  @Test
  void discarding_gives_the_bytes_back() {
    ContentStore store = store(BYTES.length);
    Path place = store.stage(ID, BYTES.length);
    store.discard(ID);
    store.discard(ID);
    assertThat(place).doesNotExist();
    assertThat(store.usedBytes()).isZero();
    assertFails(Category.NOT_FOUND, () -> store.commit(ID));
  }

  @Test
  void a_place_of_ones_own_becomes_a_content_by_commit() throws IOException {
    ContentStore store = store(BYTES.length);
    try (Staged staged = store.stageAnew(ID, BYTES.length)) {
      assertThat(staged.path()).isEmptyFile();
      assertThat(store.usedBytes()).isEqualTo(BYTES.length);
      Files.write(staged.path(), BYTES);
      assertThat(store.find(ID)).isEmpty();
      assertThat(bytes(staged.commit())).isEqualTo(BYTES);
      assertThat(staged.path()).doesNotExist();
      assertThat(staged.commit().id()).as("a commit that is repeated").isEqualTo(ID);
    }
    assertThat(store.contains(ID)).isTrue();
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
  }

  @Test
  void several_stage_the_same_bytes_each_at_a_place_of_its_own() throws IOException {
    ContentStore store = store(3L * BYTES.length);
    Path shared = store.stage(ID, BYTES.length);
    try (Staged one = store.stageAnew(ID, BYTES.length);
        Staged other = store.stageAnew(ID, BYTES.length)) {
      assertThat(List.of(one.path(), other.path(), shared)).doesNotHaveDuplicates();
      assertFails(Category.EXHAUSTED, () -> store.stageAnew(ID, BYTES.length));
      Files.write(one.path(), BYTES);
      Files.write(other.path(), BYTES);
      assertThat(bytes(one.commit())).isEqualTo(BYTES);
      assertThat(bytes(other.commit())).isEqualTo(BYTES);
      assertThat(other.path()).doesNotExist();
      assertThat(store.usedBytes()).isEqualTo(2L * BYTES.length);
    }
    assertThat(shared).isRegularFile();
    store.discard(ID);
    assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
  }

  @Test
  void who_discards_leaves_the_places_of_others() throws IOException {
    ContentStore store = store(1000);
    Path shared = store.stage(ID, BYTES.length);
    Staged one = store.stageAnew(ID, BYTES.length);
    try (Staged other = store.stageAnew(ID, 7)) {
      store.discard(ID);
      assertThat(shared).doesNotExist();
      assertThat(one.path()).isRegularFile();
      Files.write(one.path(), BYTES);
      other.close();
      other.close();
      assertThat(other.path()).doesNotExist();
      assertFails(Category.NOT_FOUND, other::commit);
      assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    }
    assertThat(bytes(one.commit())).isEqualTo(BYTES);
    one.close();
    assertThat(store.contains(ID)).isTrue();
  }

  @Test
  void other_bytes_at_a_place_of_ones_own_are_refused_and_go_with_it() throws IOException {
    ContentStore store = store(1000);
    for (byte[] wrong : List.of(OTHER, new byte[5], new byte[BYTES.length + 1])) {
      try (Staged staged = store.stageAnew(ID, BYTES.length)) {
        Files.write(staged.path(), wrong);
        assertFails(Category.REFUSED, staged::commit);
        assertThat(store.usedBytes()).isEqualTo(BYTES.length);
        staged.close();
        assertThat(staged.path()).doesNotExist();
      }
      assertThat(store.usedBytes()).isZero();
    }
    assertThat(store.find(ID)).isEmpty();
  }

  @Test
  void a_place_of_ones_own_that_another_program_deleted_gives_its_bytes_back() throws IOException {
    ContentStore store = store(1000);
    try (Staged staged = store.stageAnew(ID, BYTES.length)) {
      Files.delete(staged.path());
      assertFails(Category.EXTERNAL, staged::commit);
    }
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void removing_keeps_the_bytes_of_those_who_read() throws IOException {
    ContentStore store = store(1000);
    Content content = store.add(ID, BYTES.length, stream(BYTES));
    try (InputStream open = content.open(0)) {
      assertThat(store.remove(ID)).isTrue();
      assertThat(store.find(ID)).isEmpty();
      assertThat(store.usedBytes()).isZero();
      assertThat(open.readAllBytes()).isEqualTo(BYTES);
    }
    store.add(ID, BYTES.length, stream(BYTES));
    assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
  }

  @Test
  void the_quota_holds_for_contents_links_and_staged_files_together() throws IOException {
    ContentStore store = store(2L * BYTES.length - 1);
    store.stage(Sha256.of(OTHER), OTHER.length);
    Path file = Files.write(elsewhere.resolve("curl.deb"), BYTES);
    Stream<ThrowingCallable> ways =
        Stream.of(
            () -> store.add(ID, BYTES.length, stream(BYTES)),
            () -> store.link(ID, file),
            () -> store.stage(ID, BYTES.length),
            () -> store.stageAnew(ID, BYTES.length));
    ways.forEach(way ->
        assertFails(Category.EXHAUSTED, way)
            .hasMessageContaining("23 of 45 bytes are used and 23 more are needed")
            .hasMessageContaining("store-quota"));
    assertThat(store.usedBytes()).isEqualTo(OTHER.length);
    store.discard(Sha256.of(OTHER));
    store.add(ID, BYTES.length, stream(BYTES));
  }

  @Test
  void sizes_below_nothing_or_beyond_counting_are_refused() {
    ContentStore store = store(1000);
    assertFails(Category.USAGE, () -> store.stage(ID, -1));
    assertFails(Category.USAGE, () -> store.stageAnew(ID, -1));
    assertFails(Category.EXHAUSTED, () -> store.stage(ID, Long.MAX_VALUE));
    assertThat(store.usedBytes()).isZero();
    assertFails(Category.USAGE, () -> create(-1));
  }

  @Test
  void many_threads_with_the_same_contents_end_with_each_once() throws Exception {
    ContentStore store = store(20L * 50_000);
    List<byte[]> files = randomFiles(20, 50_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Content>> adding = new ArrayList<>();
      for (int copy = 0; copy < 4; copy++) {
        for (byte[] file : files) {
          adding.add(threads.submit(() -> addWhenRoom(store, file)));
        }
      }
      for (Future<Content> one : adding) {
        one.get();
      }
    }
    assertThat(store.usedBytes()).isEqualTo(20L * 50_000);
    for (byte[] file : files) {
      assertThat(bytes(store.find(Sha256.of(file)).orElseThrow())).isEqualTo(file);
    }
  }

  /** While several add the same content, each of them takes a share of the quota for a moment. */
  private static Content addWhenRoom(ContentStore store, byte[] file) {
    while (true) {
      try {
        return store.add(Sha256.of(file), file.length, stream(file));
      } catch (EdosException e) {
        assertThat(e.category()).isEqualTo(Category.EXHAUSTED);
        Thread.onSpinWait();
      }
    }
  }

  private static List<byte[]> randomFiles(int count, int size) {
    Random random = new Random(7);
    return Stream.generate(() -> new byte[size]).limit(count).peek(random::nextBytes).toList();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] bytes(Content content) throws IOException {
    try (InputStream bytes = content.open(0)) {
      return bytes.readAllBytes();
    }
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      Category category, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
