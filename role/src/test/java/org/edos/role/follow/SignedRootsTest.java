package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.snapshot.memory.MemorySnapshots;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.testkit.FolderServer;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keys that a machine knows make of roots; apt itself checks them again. */
class SignedRootsTest {
  private static final String IN_RELEASE = MadeArchive.SUITE + "InRelease";
  @TempDir private static Path keys;
  private static OpenPgp.Signer known;
  private static OpenPgp.Signer successor;
  private static OpenPgp.Signer stranger;

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private final Instant day = clock.instant().minusSeconds(864_000);
  private final MemorySnapshots catalogue = new MemorySnapshots();
  private Path keyrings;
  private FolderServer server;
  private MadeArchive archive;
  private Follower follower;

  @BeforeAll
  static void makeKeys() {
    known = OpenPgpSigner.loadOrCreate(keys.resolve("known"), "known");
    successor = OpenPgpSigner.loadOrCreate(keys.resolve("successor"), "successor");
    stranger = OpenPgpSigner.loadOrCreate(keys.resolve("stranger"), "stranger");
  }

  @BeforeEach
  void begin() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    keyrings = Files.createDirectory(folder.resolve("keyrings"));
    Files.write(keyrings.resolve("known.asc"), known.publicKey());
    Files.writeString(keyrings.resolve("README"), "no keyring at all");
    server = new FolderServer(served);
    archive = new MadeArchive(served).with("pool/a_1_all.deb", "a");
    follower = new Follower(server, clock, Follower.Choice.of(catalogue).trusting(keyrings));
  }

  @AfterEach
  void end() {
    follower.close();
    catalogue.close();
    server.close();
  }

  private void publish(OpenPgp.Signer signer, int second) {
    archive.signedBy(signer).publish(day.plusSeconds(second));
  }

  private String served() throws IOException {
    return Files.readString(folder.resolve("served").resolve(IN_RELEASE));
  }

  private SnapshotHead head() {
    return catalogue
        .current(server.address().getAuthority() + "/" + MadeArchive.SUITE)
        .orElseThrow();
  }

  private boolean isVerified() {
    return !head().signers().isEmpty();
  }

  @Test
  void a_root_that_a_known_key_signed_is_verified() throws IOException {
    publish(known, 0);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
    assertThat(isVerified()).isTrue();
  }

  @Test
  void a_root_by_a_stranger_is_followed_until_a_known_key_signs() throws IOException {
    publish(stranger, 0);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
    assertThat(isVerified()).isFalse();
    publish(stranger, 1);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
    publish(known, 2);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
    assertThat(isVerified()).isTrue();
  }

  @Test
  void what_was_verified_is_never_replaced_by_what_is_not() throws IOException {
    publish(known, 0);
    follower.root(IN_RELEASE);
    SnapshotHead verified = head();
    publish(stranger, 1);
    assertThat(follower.askLater(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(head()).isEqualTo(verified);
    publish(known, 2);
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
  }

  @Test
  void while_the_origin_shows_a_strangers_root_its_changing_names_are_passed_on() {
    publish(known, 0);
    String verified = follower.root(IN_RELEASE);
    String index = MadeArchive.SUITE + MadeArchive.INDEX;
    String lasting = MadeArchive.SUITE + archive.byHash(MadeArchive.INDEX);
    archive.with("pool/b_1_all.deb", "b");
    publish(stranger, 1);
    assertThat(follower.askLater(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(follower.isListed(index)).isFalse();
    assertThat(follower.isListed(lasting)).isTrue();
    server.behave(exchange -> {
      exchange.sendResponseHeaders(503, -1);
      return true;
    });
    assertThat(follower.root(IN_RELEASE)).isEqualTo(verified);
    assertThat(follower.isListed(index)).isTrue();
  }

  @Test
  void a_signature_that_was_made_anew_is_taken_over_if_it_may_be_right() throws IOException {
    String release = MadeArchive.SUITE + "Release";
    publish(known, 0);
    String root = follower.root(release);
    follower.root(release);
    String anew = new String(stranger.detachedSign(root.getBytes(UTF_8)), UTF_8);
    archive.write(release + ".gpg", anew.getBytes(UTF_8));
    assertThat(follower.root(release + ".gpg")).isEqualTo(anew);
    archive.write(release + ".gpg", known.detachedSign("another text".getBytes(UTF_8)));
    assertThat(follower.root(release + ".gpg")).isEqualTo(anew);
    assertThat(follower.root(release)).isEqualTo(root);
  }

  @Test
  void a_signature_that_cannot_be_had_now_makes_no_stranger() throws IOException {
    String release = MadeArchive.SUITE + "Release";
    publish(known, 0);
    String verified = follower.root(release);
    publish(known, 1);
    server.behave(exchange -> {
      boolean signature = exchange.getRequestURI().getPath().endsWith(".gpg");
      if (signature) {
        exchange.sendResponseHeaders(503, -1);
      }
      return signature;
    });
    assertThat(follower.root(release)).isEqualTo(verified);
  }

  @Test
  void a_signature_that_does_not_fit_is_refused() throws IOException {
    publish(known, 0);
    String forged = served().replace("Suite: stable", "Suite: forged");
    archive.write(IN_RELEASE, forged.getBytes(UTF_8));
    assertThat(follower.ask(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(follower.isListed(MadeArchive.SUITE + MadeArchive.INDEX)).isFalse();
    publish(known, 1);
    String good = follower.root(IN_RELEASE);
    archive.write(IN_RELEASE, forged.getBytes(UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(good);
  }

  @Test
  void a_key_beside_the_one_before_may_follow_it_and_another_may_not() throws IOException {
    publish(known, 0);
    follower.root(IN_RELEASE);
    SnapshotHead verified = head();
    Files.write(keyrings.resolve("successor.asc"), successor.publicKey());
    publish(successor, 1);
    assertThat(follower.askLater(IN_RELEASE)).isInstanceOf(Meaning.Unlisted.class);
    assertThat(head()).isEqualTo(verified);
    Files.writeString(
        keyrings.resolve("known.asc"),
        new String(known.publicKey(), UTF_8) + new String(successor.publicKey(), UTF_8));
    assertThat(follower.root(IN_RELEASE)).isEqualTo(served());
  }

  @Test
  void a_release_whose_signature_is_of_another_is_torn() {
    String release = MadeArchive.SUITE + "Release";
    publish(known, 0);
    String whole = follower.root(release);
    byte[] other = known.detachedSign("another text".getBytes(UTF_8));
    publish(known, 1);
    archive.write(release + ".gpg", other);
    assertThat(follower.root(release)).isEqualTo(whole);
  }
}
