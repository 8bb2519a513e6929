package org.edos.physical.content.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.ContentStoreContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentStoreTest extends ContentStoreContract {
  private static final byte[] BYTES = "some bytes of a package".getBytes(UTF_8);
  private static final Sha256 ID = Sha256.of(BYTES);

  @TempDir private Path folder;

  private Path root() {
    return folder.resolve("store");
  }

  @Override
  protected ContentStore create(long quotaBytes) {
    return FileContentStore.open(root(), quotaBytes);
  }

  @Test
  void contents_lie_as_plain_files_under_their_hash() {
    try (ContentStore store = create(1000)) {
      Content content = add(store);
      assertThat(content.file())
          .contains(root().resolve("sha256/" + ID.hex().substring(0, 2) + "/" + ID.hex()));
      assertThat(root().resolve("incoming")).isEmptyDirectory();
    }
  }

  @Test
  void a_link_shares_the_file_on_one_device() throws IOException {
    Path file = Files.write(folder.resolve("curl.deb"), BYTES);
    try (ContentStore store = create(1000)) {
      Path content = store.link(ID, file).file().orElseThrow();
      assertThat(Files.isSameFile(content, file)).isTrue();
      assertThat(store.link(ID, file).id()).isEqualTo(ID);
    }
  }

  @Test
  void a_linked_file_that_is_changed_in_place_is_dropped() throws IOException {
    Path file = Files.write(folder.resolve("curl.deb"), BYTES);
    try (ContentStore store = create(1000)) {
      Content linked = store.link(ID, file);
      Files.writeString(file, "!", StandardOpenOption.APPEND);
      assertThatThrownBy(() -> linked.open(0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed");
      assertThat(store.find(ID)).isEmpty();
      assertThat(store.usedBytes()).isZero();
      assertThat(file).hasContent("some bytes of a package!");
    }
  }

  @Test
  void a_linked_file_of_a_new_time_and_the_same_bytes_is_served() throws IOException {
    Path file = Files.write(folder.resolve("curl.deb"), BYTES);
    try (ContentStore store = create(1000)) {
      store.link(ID, file);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
      assertThat(store.usedBytes()).isEqualTo(BYTES.length);
    }
  }

  @Test
  void a_linked_file_that_is_changed_while_the_store_is_closed_is_dropped() throws IOException {
    Path file = Files.write(folder.resolve("curl.deb"), BYTES);
    try (ContentStore store = create(1000)) {
      store.link(ID, file);
    }
    Files.write(file, "OTHER bytes, same size.".getBytes(UTF_8));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    try (ContentStore store = create(1000)) {
      assertThat(store.find(ID)).isEmpty();
      assertThat(store.usedBytes()).isZero();
    }
  }

  @Test
  void a_content_deleted_by_another_program_is_not_found() throws IOException {
    try (ContentStore store = create(1000)) {
      Files.delete(add(store).file().orElseThrow());
      assertThat(store.find(ID)).isEmpty();
      assertThat(store.usedBytes()).isZero();
      assertThat(add(store).size()).isEqualTo(BYTES.length);
    }
  }

  @Test
  void a_restart_finds_contents_and_staged_files_and_clears_half_written_ones() throws IOException {
    Sha256 other = Sha256.of(new byte[9]);
    Path staged;
    try (ContentStore store = create(1000)) {
      add(store);
      staged = store.stage(other, 9);
      Files.write(staged, new byte[4]);
    }
    Path half = Files.write(root().resolve("incoming/" + ID.hex() + ".1"), new byte[3]);
    try (ContentStore store = create(1000)) {
      assertThat(half).doesNotExist();
      assertThat(bytes(store.find(ID).orElseThrow())).isEqualTo(BYTES);
      assertThat(store.usedBytes()).isEqualTo(BYTES.length + 9);
      assertThat(store.stage(other, 9)).isEqualTo(staged).hasBinaryContent(new byte[4]);
      Files.write(staged, new byte[9]);
      assertThat(store.commit(other).size()).isEqualTo(9);
    }
  }

  @Test
  void a_place_of_ones_own_does_not_outlive_the_store() throws IOException {
    Path left;
    try (ContentStore store = create(1000)) {
      left = store.stageAnew(ID, BYTES.length).path();
      Files.write(left, BYTES);
    }
    assertThat(left).exists();
    try (ContentStore store = create(1000)) {
      assertThat(left).doesNotExist();
      assertThat(store.usedBytes()).isZero();
      assertThat(store.find(ID)).isEmpty();
    }
  }

  @Test
  void a_restart_needs_no_hashing_of_what_the_catalogue_knows() throws IOException {
    Path content;
    FileTime verified;
    try (ContentStore store = create(1000)) {
      content = add(store).file().orElseThrow();
      verified = Files.getLastModifiedTime(content);
    }
    // Other bytes under the same look: only a store that trusts its catalogue serves them.
    Files.write(content, "OTHER bytes, same size.".getBytes(UTF_8));
    Files.setLastModifiedTime(content, verified);
    try (ContentStore store = create(1000)) {
      assertThat(store.find(ID)).isPresent();
    }
  }

  @Test
  void what_the_catalogue_forgot_is_hashed_before_it_is_served() throws IOException {
    Path content;
    try (ContentStore store = create(1000)) {
      content = add(store).file().orElseThrow();
    }
    Path catalogue = root().resolve("catalogue");
    for (String damage :
        List.of("", "\0\0\0\0", ID + " 2", ID + " 23 99999999999999999999\n", "é€")) {
      Files.writeString(catalogue, damage);
      try (ContentStore store = create(1000)) {
        assertThat(store.find(ID)).as("after " + damage).isPresent();
      }
    }
    Files.write(content, "OTHER bytes, same size.".getBytes(UTF_8));
    Files.delete(catalogue);
    try (ContentStore store = create(1000)) {
      assertThat(store.find(ID)).isEmpty();
    }
  }

  @Test
  void a_catalogue_does_not_grow_with_what_comes_and_goes() throws IOException {
    try (ContentStore store = create(1000)) {
      add(store);
    }
    Path catalogue = root().resolve("catalogue");
    String line = Files.readString(catalogue).strip() + "\n";
    Files.writeString(catalogue, line.repeat(20_000));
    try (ContentStore store = create(1000)) {
      assertThat(store.find(ID)).isPresent();
    }
    assertThat(catalogue).hasContent(line);
  }

  @Test
  void a_smaller_quota_keeps_what_is_there_and_takes_no_more() {
    try (ContentStore store = create(1000)) {
      add(store);
    }
    try (ContentStore store = create(3)) {
      assertThat(store.contains(ID)).isTrue();
      assertThatThrownBy(() -> store.stage(Sha256.of(new byte[1]), 1))
          .hasMessageContaining("store-quota");
    }
  }

  @Test
  void two_stores_in_one_folder_are_refused() {
    try (ContentStore store = create(1000)) {
      assertThat(store.list()).isEmpty();
      assertThatThrownBy(() -> create(1000))
          .hasMessageContaining("in use")
          .hasMessageContaining("--home");
    }
    create(1000).close();
  }

  @Test
  void files_of_others_in_its_folders_are_left_alone() throws IOException {
    create(1000).close();
    Path foreign = Files.writeString(root().resolve("sha256/00/README"), "mine");
    Path staged = Files.writeString(root().resolve("staging/notes"), "mine");
    try (ContentStore store = create(1000);
        Stream<Sha256> contents = store.list()) {
      assertThat(contents).isEmpty();
      assertThat(store.usedBytes()).isZero();
    }
    assertThat(foreign).hasContent("mine");
    assertThat(staged).hasContent("mine");
  }

  private static Content add(ContentStore store) {
    return store.add(ID, BYTES.length, new ByteArrayInputStream(BYTES));
  }

  private static byte[] bytes(Content content) throws IOException {
    try (InputStream bytes = content.open(0)) {
      return bytes.readAllBytes();
    }
  }
}
