package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.sqlite.SqliteSnapshots;
import org.junit.jupiter.api.Test;

class FollowingTest extends FollowScene {
  @Test
  void what_no_index_speaks_of_is_passed_on() {
    assertThat(follower.ask("debian/pool/main/c/curl.deb")).isInstanceOf(Meaning.Unlisted.class);
    assertThat(follower.ask(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(follower.ask("")).isInstanceOf(Meaning.Unlisted.class);
  }

  @Test
  void packages_are_known_after_an_update_before_anybody_asks() throws IOException {
    archive.publish(day);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
    Meaning.Listed index = follower.listed(INDEX);
    assertThat(index.file().sha256()).isEqualTo(archive.indexHash());
    assertThat(index.unit()).isFalse();
    assertThat(index.origins())
        .containsExactly(
            follower.address(MadeArchive.SUITE + archive.byHash(MadeArchive.INDEX)).uri(),
            follower.address(INDEX).uri());
    update();
    Meaning.Listed curl = follower.listed("debian/" + CURL);
    assertThat(curl.file())
        .isEqualTo(new KnownFile(MadeArchive.hash("the first curl"), "the first curl".length()));
    assertThat(curl.unit()).isTrue();
    assertThat(curl.modified()).hasValue(day.truncatedTo(ChronoUnit.SECONDS));
    assertThat(curl.origins()).containsExactly(follower.address("debian/" + CURL).uri());
  }

  @Test
  void a_file_is_the_same_however_its_address_is_written() {
    archive.publish(day);
    update();
    String quoted = "debian/" + CURL.replace("+", "%2b").replace("~", "%7e");
    assertThat(follower.listed(quoted).file()).isEqualTo(follower.listed("debian/" + CURL).file());
    assertThat(follower.ask("debian/" + CURL + "?token=1")).isInstanceOf(Meaning.Unlisted.class);
  }

  @Test
  void an_unchanged_root_is_asked_for_but_not_entered_again() {
    archive.publish(day);
    String first = follower.root(IN_RELEASE);
    server.forget();
    assertThat(follower.root(IN_RELEASE)).isEqualTo(first);
    assertThat(server.asked()).containsExactly(IN_RELEASE);
  }

  @Test
  void a_root_that_the_origin_says_is_unchanged_is_served() {
    archive.publish(day);
    List<String> asked = new ArrayList<>();
    server.behave(exchange -> {
      exchange.getResponseHeaders().set("ETag", "\"one\"");
      String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
      if (tag != null) {
        asked.add(tag);
        exchange.sendResponseHeaders(304, -1);
      }
      return tag != null;
    });
    String first = follower.root(IN_RELEASE);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(first);
    assertThat(asked).containsExactly("\"one\"");
  }

  @Test
  void names_by_hash_of_the_generation_before_still_say_what_they_are() {
    archive.publish(day);
    update();
    String old = MadeArchive.SUITE + archive.byHash(MadeArchive.INDEX);
    Meaning.Listed before = follower.listed(old);
    archive.with("pool/main/w/wget_1.21_amd64.deb", "wget").publish(day(1));
    follower.root(IN_RELEASE);
    Meaning.Listed after = follower.listed(old);
    assertThat(after.file()).isEqualTo(before.file());
    assertThat(after.origins()).containsExactly(follower.address(old).uri());
    assertThat(before.origins())
        .containsExactly(follower.address(old).uri(), follower.address(INDEX).uri());
  }

  @Test
  void an_older_root_never_replaces_a_newer() {
    archive.publish(day(2));
    String newer = follower.root(IN_RELEASE);
    archive.with("pool/main/w/wget_1.21_amd64.deb", "wget").publish(day(1));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(newer);
  }

  @Test
  void an_origin_in_trouble_is_served_from_here() {
    archive.publish(day);
    update();
    String root = follower.root(IN_RELEASE);
    server.behave(exchange -> {
      exchange.sendResponseHeaders(503, -1);
      return true;
    });
    assertThat(follower.root(IN_RELEASE)).isEqualTo(root);
    server.close();
    assertThat(follower.root(IN_RELEASE)).isEqualTo(root);
    assertThat(follower.isListed("debian/" + CURL)).isTrue();
  }

  @Test
  void an_origin_that_has_no_such_repository_any_more_says_so_itself() {
    archive.publish(day);
    follower.root(IN_RELEASE);
    archive.delete(IN_RELEASE);
    assertThat(follower.askLater(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
  }

  @Test
  void a_page_that_is_no_root_at_all_teaches_nothing() {
    archive.publish(day);
    String root = follower.root(IN_RELEASE);
    archive.write(IN_RELEASE, "<html>Log in to this network</html>".getBytes(UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(root);
    archive.write("debian/dists/other/InRelease", "<html></html>".getBytes(UTF_8));
    assertThat(follower.ask("debian/dists/other/InRelease")).isInstanceOf(Meaning.Unlisted.class);
  }

  @Test
  void a_root_of_the_future_is_not_believed() {
    archive.publish(clock.instant().plusSeconds(3 * 86_400));
    assertThat(follower.ask(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(follower.isListed(INDEX)).isFalse();
  }

  @Test
  void a_hundred_who_ask_at_once_ask_the_origin_once_or_twice() throws Exception {
    archive.publish(day);
    List<Future<Meaning>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(100)) {
      for (int i = 0; i < 100; i++) {
        answers.add(threads.submit(() -> follower.ask(IN_RELEASE)));
      }
    }
    for (Future<Meaning> answer : answers) {
      assertThat(answer.get()).isInstanceOf(Meaning.Root.class);
    }
    assertThat(server.asked().stream().filter(IN_RELEASE::equals).count()).isBetween(1L, 2L);
  }

  @Test
  void hostile_entries_of_a_release_are_passed_over() throws IOException {
    archive
        .withIndex("../../../etc/passwd", "x")
        .withIndex("main//binary-amd64/Packages", "x")
        .withIndex("./../up", "x")
        .withIndex("http://elsewhere.example/Packages", "x")
        .withIndex("InRelease", "an earlier self")
        .with("pool/ok_1_all.deb", "ok");
    archive.publish(day);
    String text = served(MadeArchive.SUITE + "Release");
    archive.write(
        MadeArchive.SUITE + "Release",
        text.replaceFirst(" \\d+ main/binary", " 999999999999999 main/binary").getBytes(UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
    assertThat(follower.root(MadeArchive.SUITE + "Release")).isNotEmpty();
    assertThat(follower.isListed("etc/passwd")).isFalse();
    assertThat(follower.isListed("debian/dists/up")).isFalse();
    update();
    assertThat(follower.isListed("debian/pool/ok_1_all.deb")).isTrue();
  }

  @Test
  void packages_that_lie_outside_are_passed_over() {
    archive
        .with("../../outside_1_all.deb", "x")
        .with("a/../b_1_all.deb", "x")
        .with("pool/with space_1_all.deb", "space")
        .with("pool/per%3acent_1_all.deb", "percent");
    archive.publish(day);
    update();
    assertThat(follower.isListed("outside_1_all.deb")).isFalse();
    assertThat(follower.isListed("debian/b_1_all.deb")).isFalse();
    assertThat(follower.isListed("debian/pool/with%20space_1_all.deb")).isTrue();
    assertThat(follower.isListed("debian/pool/per%253acent_1_all.deb")).isTrue();
  }

  @Test
  void release_and_its_signature_are_of_one_snapshot() throws IOException {
    archive.signedBy(signer()).publish(day);
    String release = MadeArchive.SUITE + "Release";
    assertThat(follower.root(release)).isEqualTo(served(release));
    String signature = served(release + ".gpg");
    archive.with("pool/new_1_all.deb", "new").publish(day(1));
    assertThat(follower.root(release + ".gpg")).isEqualTo(signature);
    assertThat(follower.root(release)).isEqualTo(served(release));
    assertThat(follower.root(release + ".gpg")).isEqualTo(served(release + ".gpg"));
  }

  @Test
  void both_forms_of_a_root_are_one_snapshot() throws IOException {
    archive.publish(day);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
    String release = MadeArchive.SUITE + "Release";
    assertThat(follower.root(release)).isEqualTo(served(release));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
  }

  @Test
  void a_flat_repository_is_followed_as_well() throws IOException {
    String index =
        "Package: a\nVersion: 1\nArchitecture: all\nFilename: ./a_1_all.deb\nSize: 1\n"
            + "SHA256: "
            + MadeArchive.hash("a")
            + "\n\n"
            + "Package: b\nFilename: flat/sub/b.deb\nSize: 1\nSHA256: "
            + MadeArchive.hash("b")
            + "\n";
    archive.write("flat/Packages", index.getBytes(UTF_8));
    archive.write(
        "flat/Release",
        ("SHA256:\n " + MadeArchive.hash(index) + " " + index.length() + " Packages\n")
            .getBytes(UTF_8));
    assertThat(follower.root("flat/Release")).isEqualTo(served("flat/Release"));
    follower.get("flat/Packages");
    await().until(() -> follower.isListed("flat/a_1_all.deb"));
    assertThat(follower.isListed("flat/sub/b.deb")).isTrue();
  }

  @Test
  void patches_of_an_index_are_known_from_their_list() {
    String list =
        "SHA256-Current: %s 10\nSHA256-Download:\n %s 5 T-1-F-1.gz\n"
            .formatted(MadeArchive.hash("x"), MadeArchive.hash("patch"));
    archive.withIndex("main/binary-amd64/Packages.diff/Index", list).publish(day);
    follower.root(IN_RELEASE);
    follower.get(MadeArchive.SUITE + "main/binary-amd64/Packages.diff/Index");
    String patch = MadeArchive.SUITE + "main/binary-amd64/Packages.diff/T-1-F-1.gz";
    await().until(() -> follower.isListed(patch));
    assertThat(follower.listed(patch).unit()).isFalse();
    assertThat(follower.listed(patch).file())
        .isEqualTo(new KnownFile(MadeArchive.hash("patch"), 5));
  }

  @Test
  void what_is_known_outlives_the_daemon() {
    archive.publish(day);
    try (SnapshotCatalogue kept = new SqliteSnapshots(folder.resolve("origins.sqlite"));
        Follower first = new Follower(server, clock, Follower.Choice.of(kept))) {
      first.root(IN_RELEASE);
      first.get(INDEX);
      await().until(() -> first.isListed("debian/" + CURL));
    }
    server.close();
    try (SnapshotCatalogue kept = new SqliteSnapshots(folder.resolve("origins.sqlite"));
        Follower second = new Follower(server, clock, Follower.Choice.of(kept))) {
      assertThat(second.root(IN_RELEASE)).isNotEmpty();
      assertThat(second.isListed(INDEX)).isTrue();
      assertThat(second.isListed("debian/" + CURL)).isTrue();
    }
  }

  @Test
  void a_death_between_entering_and_switching_leaves_the_old_snapshot() throws IOException {
    archive.publish(day);
    update();
    String old = served(IN_RELEASE);
    archive.with("pool/main/w/wget_1.21_amd64.deb", "wget").withIndex("other", "1").publish(day(1));
    catalogue.enter(
        new Indexes.IndexFile(
                key(MadeArchive.SUITE),
                PackageFormat.DEB,
                new ListedFile(
                    MadeArchive.INDEX,
                    new KnownFile(archive.indexHash(), 1),
                    MadeArchive.INDEX,
                    Optional.empty(),
                    false,
                    Optional.of("main/binary-amd64/Packages")),
                day(1))
            .packageIndex(),
        to -> {});
    server.behave(exchange -> {
      exchange.sendResponseHeaders(500, -1);
      return true;
    });
    assertThat(follower.root(IN_RELEASE)).isEqualTo(old);
    assertThat(follower.isListed("debian/" + CURL)).isTrue();
  }

  @Test
  void what_came_by_http_says_nothing_of_https() {
    archive.publish(day);
    update();
    for (String path : List.of(IN_RELEASE, INDEX, "debian/" + CURL)) {
      assertThat(follower.following.resolve(OriginAddress.of("https://" + key(path))))
          .isInstanceOf(Meaning.Unlisted.class);
    }
  }

  @Test
  void what_is_disproved_by_https_is_believed_by_http() {
    archive.publish(day);
    update();
    follower.following.disproved(OriginAddress.of("https://" + key("debian/" + CURL)));
    assertThat(follower.isListed("debian/" + CURL)).isTrue();
    follower.following.disproved(follower.address("debian/" + CURL));
    assertThat(follower.isListed("debian/" + CURL)).isFalse();
  }

  @Test
  void no_name_of_a_host_makes_paths_relative_to_more_than_the_host() {
    for (String folder : List.of("dists/", "https://dists/", "https://dists/dist/")) {
      assertThat(indexFile(folder).base()).isEqualTo(folder);
    }
    assertThat(indexFile("https://dists/dists/x/").base()).isEqualTo("https://dists/");
  }
}
