package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TornRepositoryTest extends FollowScene {
  /** An origin whose new root is there before its indexes are; gives the root before. */
  private String torn() throws IOException {
    archive.publish(day);
    update();
    String old = served(IN_RELEASE);
    archive.with("pool/main/w/wget_1.21_amd64.deb", "wget").writeRoots(day(1));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(old);
    return old;
  }

  @Test
  void a_torn_origin_is_served_as_it_was_until_the_new_is_whole() throws IOException {
    String old = torn();
    assertThat(follower.isListed("debian/pool/main/w/wget_1.21_amd64.deb")).isFalse();
    archive.writeIndexes();
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE)).isNotEqualTo(old);
    assertThat(follower.listed(INDEX).file().sha256()).isEqualTo(archive.indexHash());
    assertThat(follower.isListed("debian/pool/main/w/wget_1.21_amd64.deb")).isTrue();
  }

  @Test
  void an_origin_that_stays_torn_is_followed_in_the_end() throws IOException {
    torn();
    clock.move(Duration.ofMinutes(31));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
  }

  @Test
  void how_long_another_root_was_torn_says_nothing_of_this_one() throws IOException {
    String old = torn();
    clock.move(Duration.ofMinutes(31));
    archive.with("pool/main/w/wget_1.22_amd64.deb", "wget 2").writeRoots(day(2));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(old);
    clock.move(Duration.ofMinutes(31));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
  }

  @Test
  void a_torn_root_that_went_away_in_between_is_waited_for_anew() throws IOException {
    String old = torn();
    String torn = served(IN_RELEASE);
    archive.write(IN_RELEASE, old.getBytes(UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(old);
    clock.move(Duration.ofMinutes(31));
    archive.write(IN_RELEASE, torn.getBytes(UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(old);
  }

  @Test
  void an_error_while_an_index_is_entered_keeps_nobody_waiting() {
    Indexes.IndexFile index = indexFile(key("flat/"));
    try (Indexes indexes = new Indexes(catalogue, new Machine(List.of(), clock))) {
      CompletableFuture<Boolean> done =
          indexes.enter(
              index,
              to -> {
                throw new StackOverflowError();
              });
      await().dontCatchUncaughtExceptions().until(done::isCompletedExceptionally);
      assertThat(indexes.enter(index, to -> {})).succeedsWithin(Duration.ofMinutes(1));
    }
  }

  @Test
  void an_error_in_one_look_at_a_root_ends_with_it() {
    archive.publish(day);
    AtomicBoolean fails = new AtomicBoolean(true);
    RootKeys keys =
        new RootKeys() {
          @Override
          public Verdict clearSigned(byte[] signed) {
            if (fails.get()) {
              throw new StackOverflowError();
            }
            return new Verdict.Unknown();
          }

          @Override
          public Verdict detached(byte[] text, byte[] signature) {
            return new Verdict.Unknown();
          }
        };
    try (Follower other = new Follower(server, clock, Follower.Choice.of(catalogue), keys)) {
      assertThat(other.ask(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
      fails.set(false);
      assertThat(other.root(IN_RELEASE)).isNotEmpty();
    }
  }

  @Test
  void without_names_by_hash_a_torn_origin_is_held_back_too() throws IOException {
    archive.withoutHashNames();
    torn();
    assertThat(follower.listed(INDEX).origins()).containsExactly(follower.address(INDEX).uri());
    archive.writeIndexes();
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
  }

  @Test
  void parts_that_nobody_used_hold_nothing_back() throws IOException {
    archive.withIndex("main/i18n/Translation-de", "viel").publish(day);
    update();
    archive.withIndex("main/i18n/Translation-de", "mehr").publish(day(1));
    archive.delete(MadeArchive.SUITE + "main/i18n/Translation-de");
    archive.delete(MadeArchive.SUITE + archive.byHash("main/i18n/Translation-de"));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served(IN_RELEASE));
  }
}
