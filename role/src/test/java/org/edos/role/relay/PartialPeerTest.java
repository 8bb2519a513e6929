package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.role.relay.Scene.Made;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons that are fetching a file themselves and give what they have of it. */
@Timeout(60)
class PartialPeerTest {
  private static final int PIECE = PieceHashes.PIECE_BYTES;
  private static final Made LARGE = Scene.made(3, 7 * PIECE + 11);
  private static final int[] ALL = IntStream.range(0, 8).toArray();

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void opens() {
    scene = new Scene(folder, 100 << 20);
  }

  @AfterEach
  void closes() throws IOException {
    scene.close();
  }

  @Test
  void whatAPeerHasIsTakenAndTheRestFromTheOrigin() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 600_000;
    OddServer peer = scene.peer(LARGE);
    peer.hasOnly(2, 3, 5);

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    scene.awaitKept(LARGE);
    assertThat(scene.amounts()).containsEntry(Via.LAN, 3L * PIECE);
    assertThat(scene.holders.blames).isEmpty();
    assertThat(peer.asked).as("refusals are few").hasSizeLessThan(20);
  }

  @Test
  void aPeerIsFollowedAsItGetsMore() throws IOException {
    OddServer peer = scene.peer(LARGE);
    peer.hasOnly(0);

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of());
    await().until(() -> peer.sent.get() == PIECE);
    peer.hasOnly(0, 1, 2, 3);
    await().until(() -> peer.sent.get() == 4 * PIECE);
    peer.hasOnly(ALL);

    assertThat(transfer.whole().open(0).readAllBytes()).isEqualTo(LARGE.bytes());
    assertThat(scene.holders.blames).isEmpty();
    assertThat(peer.sent).hasValue(LARGE.bytes().length);
  }

  @Test
  void whoGetsNoMoreIsNotWaitedForLong() {
    OddServer peer = scene.peer(LARGE);
    peer.hasOnly(0, 1);

    assertThatThrownBy(() -> scene.fetch(LARGE)).isInstanceOf(IOException.class);

    assertThat(peer.asked).hasSizeLessThan(20);
    await().until(() -> scene.relaying.underWay(LARGE.id()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "no base64", "too long", "beyond"})
  void aPeerThatContradictsItselfIsNoHindrance(String how) throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 2_000_000;
    OddServer peer = scene.peer(LARGE);
    peer.hasOnly(ALL);
    String everything = peer.manner.pieces.text();
    peer.manner.pieces = PieceSet.NONE;
    peer.manner.present =
        Optional.of(
            switch (how) {
              case "everything" -> everything;
              case "no base64" -> "%%%";
              case "too long" -> "A".repeat(5000);
              default -> "AAAAAAAA/w==";
            });

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    assertThat(peer.asked).hasSizeLessThan(20);
    assertThat(scene.holders.blamed(Failing.LACKING)).hasSize(how.equals("everything") ? 0 : 1);
  }

  @Test
  void whoPassesOnWhatIsWrongIsNotHeldToLie() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 1_000_000;
    OddServer peer = scene.server().holding(LARGE.id(), LARGE.spoiled(6 * PIECE + 1));
    scene.holders.know(peer);
    peer.hasOnly(5, 6);

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    await().until(() -> !scene.holders.blamed(Failing.AWAY).isEmpty());
    assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
  }

  @Test
  void whoIsFoundMeanwhileHelps() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 300_000;
    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    await().until(() -> origin.sent.get() > PIECE / 2);

    OddServer peer = scene.peer(LARGE);
    peer.hasOnly(0, 4, 5, 6, 7);

    assertThat(transfer.whole().open(0).readAllBytes()).isEqualTo(LARGE.bytes());
    assertThat(scene.amounts().get(Via.LAN)).isGreaterThan(2L * PIECE);
  }

  @Test
  void whoIsThereAgainIsAskedAgain() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 300_000;
    OddServer peer = scene.peer(LARGE);
    peer.manner.status = 503;
    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    await().until(() -> !scene.holders.blamed(Failing.AWAY).isEmpty());

    peer.manner.status = 200;

    assertThat(transfer.whole().open(0).readAllBytes()).isEqualTo(LARGE.bytes());
    assertThat(scene.amounts().get(Via.LAN)).isGreaterThan(2L * PIECE);
  }

  @Test
  void nothingOfALeechsFilesIsShared() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.stallAfter = 2 * PIECE;
    try (Relaying leech = scene.relaying(false)) {
      leech.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
      await().atMost(Duration.ofSeconds(20)).until(() -> origin.sent.get() >= 2 * PIECE);

      assertThat(leech.available(LARGE.id())).isEmpty();
      assertThat(leech.arriving()).isEmpty();
    }
  }
}
