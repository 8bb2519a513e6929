package org.edos.physical.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotCatalogue} promises; each adapter's test extends it. */
public abstract class SnapshotCatalogueContract {
  protected static final String FOLDER = "archive.example/debian/dists/stable/";
  protected static final String BASE = "archive.example/debian/";
  private static final String INDEX = "main/binary-amd64/Packages";

  private SnapshotCatalogue catalogue;

  @Test
  void the_first_snapshot_takes_no_others_place() {
    catalogue.enter(index(1), to -> to.accept(listed("pool/a.deb", "a")));
    assertThat(catalogue.becomeFirst(head(1), List.of(root("first")), files(1))).isTrue();
    assertThat(catalogue.current(FOLDER)).hasValue(head(1));
    assertThat(catalogue.find(FOLDER + files(1).getFirst().path())).isPresent();
    assertThat(catalogue.becomeFirst(head(2), List.of(root("second")), files(2))).isFalse();
    assertThat(catalogue.becomeFirst(head(1), List.of(root("again")), files(1))).isFalse();
    assertThat(catalogue.current(FOLDER)).hasValue(head(1));
    assertThat(catalogue.root(FOLDER, "InRelease").orElseThrow().bytes())
        .isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void of_many_first_snapshots_at_once_one_becomes_it() throws Exception {
    List<Future<Boolean>> became = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int day = 1; day <= 8; day++) {
        int number = day;
        became.add(
            threads.submit(
                () -> catalogue.becomeFirst(head(number), List.of(root("root")), files(number))));
      }
    }
    int first = 0;
    for (int day = 1; day <= 8; day++) {
      if (became.get(day - 1).get()) {
        assertThat(first).isZero();
        first = day;
      }
    }
    assertThat(catalogue.current(FOLDER)).hasValue(head(first));
  }

  @Test
  void what_was_found_once_is_found_as_it_is_now() {
    String key = BASE + "pool/a.deb";
    String index = FOLDER + files(1).getFirst().path();
    catalogue.becomeFirst(head(1), List.of(root("first")), files(1));
    catalogue.enter(index(1), to -> to.accept(listed("pool/a.deb", "a")));
    assertThat(catalogue.find(key).orElseThrow().file()).isEqualTo(file("a"));
    assertThat(catalogue.find(index).orElseThrow().file()).isEqualTo(file("index 1"));

    catalogue.become(head(2), List.of(root("second")), files(2));
    assertThat(catalogue.find(index).orElseThrow().file()).isEqualTo(file("index 2"));
    catalogue.enter(index(2), to -> to.accept(listed("pool/a.deb", "b")));
    assertThat(catalogue.find(key).orElseThrow().file()).isEqualTo(file("b"));
    catalogue.forget(key);
    assertThat(catalogue.find(key)).isEmpty();
  }

  /** A new, empty catalogue. */
  protected abstract SnapshotCatalogue create();

  @BeforeEach
  void open() {
    catalogue = create();
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  protected static KnownFile file(String text) {
    return new KnownFile(Sha256.of(text.getBytes(UTF_8)), text.length());
  }

  private static Instant day(int day) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * day);
  }

  protected static SnapshotHead head(int day) {
    return head(FOLDER, day);
  }

  private static SnapshotHead head(String folder, int day) {
    return new SnapshotHead(
        folder, file("head " + day).sha256(), PackageFormat.DEB, day(day), true, Set.of("A", "B"));
  }

  protected static RootFile root(String bytes) {
    return new RootFile(
        "InRelease", bytes.getBytes(UTF_8), Optional.of("\"tag\""), Optional.empty());
  }

  /** The two names of an index of a day. */
  protected static List<ListedFile> files(int day) {
    KnownFile file = file("index " + day);
    String path = INDEX + ".xz";
    String hashed = "main/binary-amd64/by-hash/SHA256/" + file.sha256();
    return List.of(
        new ListedFile(path, file, path, Optional.of(hashed), false, Optional.of(INDEX)),
        new ListedFile(hashed, file, path, Optional.of(path), true, Optional.of(INDEX)));
  }

  protected static PackageIndex index(int day) {
    return new PackageIndex(FOLDER, INDEX, BASE, file("index " + day).sha256(), true, day(day));
  }

  protected static ListedPackage listed(String path, String content) {
    return new ListedPackage(path, file(content), "name", "1", "amd64");
  }

  private static SnapshotCatalogue.Telling telling(ListedPackage... packages) {
    return to -> List.of(packages).forEach(to);
  }

  private void become(int day) {
    catalogue.become(head(day), List.of(root("root " + day)), files(day));
  }

  @Test
  void a_catalogue_knows_nothing_at_first() {
    assertThat(catalogue.current(FOLDER)).isEmpty();
    assertThat(catalogue.root(FOLDER, "InRelease")).isEmpty();
    assertThat(catalogue.find(FOLDER + "InRelease")).isEmpty();
    assertThat(catalogue.find("")).isEmpty();
    assertThat(catalogue.used(FOLDER, day(0))).isEmpty();
    assertThat(catalogue.entered(FOLDER, INDEX)).isFalse();
  }

  @Test
  void a_snapshot_is_current_until_the_next_one_is() {
    become(1);
    assertThat(catalogue.current(FOLDER)).hasValue(head(1));
    become(2);
    assertThat(catalogue.current(FOLDER)).hasValue(head(2));
    assertThat(catalogue.root(FOLDER, "InRelease"))
        .hasValueSatisfying(file -> {
          assertThat(file.bytes()).isEqualTo("root 2".getBytes(UTF_8));
          assertThat(file.etag()).hasValue("\"tag\"");
          assertThat(file.modified()).isEmpty();
        });
    assertThat(catalogue.root(FOLDER, "Release")).isEmpty();
    assertThat(catalogue.root("other.example/", "InRelease")).isEmpty();
  }

  @Test
  void a_root_gets_further_files_while_it_is_the_same() {
    become(1);
    RootFile release =
        new RootFile("Release", new byte[] {1}, Optional.empty(), Optional.of("then"));
    catalogue.add(head(2), release);
    assertThat(catalogue.root(FOLDER, "Release")).isEmpty();
    catalogue.add(head(1), release);
    assertThat(catalogue.root(FOLDER, "Release").flatMap(RootFile::modified)).hasValue("then");
    become(2);
    assertThat(catalogue.root(FOLDER, "Release")).isEmpty();
  }

  @Test
  void plain_names_are_the_current_ones_and_hashes_stay_for_some_generations() {
    for (int day = 1; day <= 4; day++) {
      become(day);
    }
    ListedFile plain = files(4).getFirst();
    assertThat(catalogue.find(FOLDER + plain.path()))
        .hasValue(new FoundFile(FOLDER, plain.file(), day(4), true, false, Optional.of(plain)));
    for (int day = 2; day <= 4; day++) {
      ListedFile hashed = files(day).getLast();
      assertThat(catalogue.find(FOLDER + hashed.path()))
          .as("generation of day %d", day)
          .hasValue(
              new FoundFile(FOLDER, hashed.file(), day(day), day == 4, false, Optional.of(hashed)));
    }
    assertThat(catalogue.find(FOLDER + files(1).getLast().path())).isEmpty();
  }

  @Test
  void packages_are_known_once_their_index_was_entered() {
    become(1);
    assertThat(catalogue.enter(index(1), telling(listed("pool/a.deb", "a"), listed("b", "b"))))
        .isTrue();
    assertThat(catalogue.find(BASE + "pool/a.deb"))
        .hasValue(new FoundFile(BASE, file("a"), day(1), true, true, Optional.empty()));
    assertThat(catalogue.find(BASE + "b")).isPresent();
    assertThat(catalogue.find(BASE + "pool/c.deb")).isEmpty();
    assertThat(catalogue.find("other.example/debian/pool/a.deb")).isEmpty();
    assertThat(catalogue.entered(FOLDER, INDEX)).isTrue();
    assertThat(catalogue.entered(FOLDER, "contrib/binary-amd64/Packages")).isFalse();
  }

  @Test
  void an_index_is_entered_once() {
    become(1);
    catalogue.enter(index(1), telling(listed("a", "a")));
    assertThat(
            catalogue.enter(
                index(1),
                to -> {
                  throw new AssertionError("read again");
                }))
        .isFalse();
    assertThat(catalogue.find(BASE + "a")).isPresent();
  }

  @Test
  void an_index_that_breaks_off_leaves_nothing() {
    become(1);
    assertThatThrownBy(() ->
            catalogue.enter(
                index(1),
                to -> {
                  to.accept(listed("a", "a"));
                  throw EdosException.external("cut short");
                }))
        .isInstanceOf(EdosException.class)
        .hasMessage("cut short");
    assertThat(catalogue.find(BASE + "a")).isEmpty();
    assertThat(catalogue.entered(FOLDER, INDEX)).isFalse();
    assertThat(catalogue.enter(index(1), telling(listed("a", "a")))).isTrue();
  }

  @Test
  void a_changed_file_is_the_old_one_until_the_new_snapshot_is_the_current_one() {
    become(1);
    catalogue.enter(index(1), telling(listed("a.rpm", "old")));
    catalogue.enter(index(2), telling(listed("a.rpm", "new")));
    assertThat(catalogue.find(BASE + "a.rpm").map(FoundFile::file)).hasValue(file("old"));
    become(2);
    assertThat(catalogue.find(BASE + "a.rpm").map(FoundFile::file)).hasValue(file("new"));
  }

  @Test
  void what_an_older_index_says_later_changes_nothing() {
    become(1);
    become(2);
    catalogue.enter(index(2), telling(listed("a", "same"), listed("b", "new")));
    catalogue.enter(index(1), telling(listed("a", "same"), listed("b", "old"), listed("c", "c")));
    assertThat(catalogue.find(BASE + "b").map(FoundFile::file)).hasValue(file("new"));
    assertThat(catalogue.find(BASE + "c").map(FoundFile::current)).hasValue(false);
    become(3);
    become(4);
    assertThat(catalogue.find(BASE + "a")).isPresent();
    assertThat(catalogue.find(BASE + "c")).isEmpty();
  }

  @Test
  void packages_of_superseded_indexes_stay_until_their_generation_is_forgotten() {
    become(1);
    catalogue.enter(index(1), telling(listed("kept", "kept"), listed("gone", "gone")));
    for (int day = 2; day <= 3; day++) {
      become(day);
      catalogue.enter(index(day), telling(listed("kept", "kept")));
      assertThat(catalogue.find(BASE + "gone").map(FoundFile::current)).hasValue(false);
    }
    become(4);
    assertThat(catalogue.find(BASE + "gone")).isEmpty();
    assertThat(catalogue.find(BASE + "kept").map(FoundFile::modified)).hasValue(day(1));
  }

  @Test
  void two_suites_may_list_the_same_file_and_one_forget_it() {
    String other = "archive.example/debian/dists/updates/";
    become(1);
    catalogue.enter(index(1), telling(listed("pool/a.deb", "a")));
    catalogue.become(head(other, 1), List.of(root("other")), files(11));
    catalogue.enter(
        new PackageIndex(other, INDEX, BASE, file("index 11").sha256(), true, day(1)),
        telling(listed("pool/a.deb", "a")));
    for (int day = 2; day <= 4; day++) {
      catalogue.become(head(other, day), List.of(root("other")), files(10 + day));
    }
    assertThat(catalogue.find(BASE + "pool/a.deb")).isPresent();
  }

  @Test
  void what_was_used_is_remembered_by_repository() {
    catalogue.use(FOLDER, "too early", day(1));
    become(1);
    catalogue.use(FOLDER, "b", day(1));
    catalogue.use(FOLDER, "a", day(2));
    catalogue.use(FOLDER, "b", day(3));
    catalogue.use("other.example/", "c", day(3));
    assertThat(catalogue.used(FOLDER, day(2))).containsExactly("a", "b");
    assertThat(catalogue.used(FOLDER, day(3))).containsExactly("b");
    assertThat(catalogue.used("other.example/", day(0))).isEmpty();
  }

  @Test
  void what_proved_wrong_is_forgotten() {
    become(1);
    catalogue.enter(index(1), telling(listed("a", "a"), listed("b", "b")));
    catalogue.forget(BASE + "a");
    assertThat(catalogue.find(BASE + "a")).isEmpty();
    assertThat(catalogue.find(BASE + "b")).isPresent();
  }

  @Test
  void of_too_many_repositories_the_stalest_goes() {
    for (int i = 0; i <= SnapshotCatalogue.MOST_REPOSITORIES; i++) {
      catalogue.become(head("h" + i + ".example/", 1), List.of(), List.of());
      if (i % 100 == 0) {
        catalogue.become(head(FOLDER, 1), List.of(), List.of());
      }
    }
    assertThat(catalogue.current("h0.example/")).isEmpty();
    assertThat(catalogue.current("h1.example/")).isEmpty();
    assertThat(catalogue.current("h2.example/")).isPresent();
    assertThat(catalogue.current(FOLDER)).isPresent();
  }

  @Test
  void looking_up_goes_on_while_an_index_is_entered() throws Exception {
    become(1);
    catalogue.enter(index(1), telling(listed("a", "a")));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Boolean> entering =
          thread.submit(() ->
              catalogue.enter(
                  index(2),
                  to -> {
                    to.accept(listed("b", "b"));
                    begun.countDown();
                    await(end);
                  }));
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(catalogue.find(BASE + "a")).isPresent();
      assertThat(catalogue.find(BASE + "b")).isEmpty();
      end.countDown();
      assertThat(entering.get(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(catalogue.find(BASE + "b")).isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
