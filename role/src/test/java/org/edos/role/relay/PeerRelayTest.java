package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.role.relay.Scene.Made;
import org.edos.role.relay.Transfer.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other daemons have, who behave as they like. */
@Timeout(60)
class PeerRelayTest extends OnScene {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int PIECE = PieceHashes.PIECE_BYTES;
  private static final Made SMALL = Scene.made(1, 40_000);
  private static final Made LARGE = Scene.made(2, 7 * PIECE + 11);

  private static Holder holder(OddServer server) {
    return new Holder(server.address(), Via.LAN);
  }

  @Test
  void aSmallFileComesFromAPeerAndTheOriginIsLeftAlone() throws IOException {
    OddServer origin = scene.origin(SMALL);
    origin.manner.delayMillis = 20_000;
    scene.peer(SMALL);

    assertThat(scene.fetch(SMALL, origin)).isEqualTo(SMALL.bytes());

    scene.awaitKept(SMALL);
    assertThat(scene.relayed).containsExactly(new Relayed(SMALL.file(), Map.of(Via.LAN, 40_000L)));
    assertThat(origin.sent).hasValue(0);
    assertThat(scene.holders.given).hasValue(40_000);
    assertThat(scene.holders.blames).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aLargeFileComesFromManyPeersAndTheOriginAtOnce(int peers) throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 500_000;
    for (int i = 0; i < peers; i++) {
      scene.peer(LARGE);
    }
    scene.holders.list = Optional.of(LARGE.pieces());

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    scene.awaitKept(LARGE);
    assertThat(scene.amounts().get(Via.LAN)).isGreaterThan(LARGE.bytes().length / 2);
    assertThat(scene.amounts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(LARGE.bytes().length);
    assertThat(scene.holders.blames).isEmpty();
  }

  @Test
  void bytesOfPeersAreNotGivenBeforeAllAreVerified() throws IOException {
    OddServer peer = scene.peer(LARGE);
    peer.manner.bytesPerSecond = 3_000_000;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of());
    await().until(() -> peer.sent.get() > 2 * PIECE);

    assertThat(transfer.await(Duration.ZERO)).isEqualTo(State.WAITING);
    assertThat(transfer.await(LONG)).isIn(State.ARRIVING, State.HERE);
    assertThat(transfer.open(0).readAllBytes()).isEqualTo(LARGE.bytes());
  }

  @Test
  void theOriginKeepsReadersGoingWhilePeersBringTheRest() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 400_000;
    OddServer peer = scene.peer(LARGE);
    peer.manner.bytesPerSecond = 400_000;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(LONG)).isEqualTo(State.ARRIVING);
    assertThat(scene.store.contains(LARGE.id())).isFalse();
    assertThat(transfer.open(10).readNBytes(1000)).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead", "refusing", "lacking", "slow", "cut", "stalled", "failing"})
  void noPeerThatFailsBecomesAFailureHere(String how) throws IOException {
    for (Made made : List.of(SMALL, LARGE)) {
      OddServer origin = scene.origin(made);
      OddServer peer = scene.peer(made);
      OddServer.Manner manner = peer.manner;
      switch (how) {
        case "dead" -> manner.silent = true;
        case "refusing" -> manner.refusing = true;
        case "lacking" -> manner.status = 404;
        case "slow" -> manner.bytesPerSecond = 1000;
        case "cut" -> manner.cutAfter = 1000;
        case "stalled" -> manner.stallAfter = 1000;
        default -> manner.status = 503;
      }

      assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());
      assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
      scene.holders.holders.clear();
    }
  }

  @Test
  void whoIsAwayOrLacksTheFileIsReported() throws IOException {
    OddServer lacking = scene.server();
    OddServer refusing = scene.server();
    refusing.manner.refusing = true;
    scene.holders.know(lacking);
    scene.holders.know(refusing);
    scene.peer(SMALL);

    assertThat(scene.fetch(SMALL)).isEqualTo(SMALL.bytes());

    assertThat(scene.holders.blamed(Failing.LACKING)).containsExactly(holder(lacking));
    assertThat(scene.holders.blamed(Failing.AWAY)).containsExactly(holder(refusing));
  }

  @Test
  void aSlowPeerIsReportedAndOvertaken() throws IOException {
    OddServer slow = scene.peer(LARGE);
    slow.manner.bytesPerSecond = 1000;
    scene.peer(LARGE);

    assertThat(scene.fetch(LARGE)).isEqualTo(LARGE.bytes());
    await().until(() -> !scene.relaying.underWay(LARGE.id()).isPresent());
    assertThat(scene.holders.blamed(Failing.SLOW)).isSubsetOf(holder(slow));
  }

  @Test
  void aFileThatOnlyASlowPeerHasStillComes() throws IOException {
    Made tiny = Scene.made(4, 9_000);
    OddServer slow = scene.peer(tiny);
    slow.manner.bytesPerSecond = 4_000;

    assertThat(scene.fetch(tiny)).isEqualTo(tiny.bytes());
    assertThat(scene.holders.blames).isEmpty();
  }

  @Test
  void aLiarAboutASmallFileIsFoundAtOnce() throws IOException {
    OddServer liar = scene.server().holding(SMALL.id(), SMALL.spoiled(7));
    scene.holders.know(liar);

    assertThat(scene.fetch(SMALL, scene.origin(SMALL))).isEqualTo(SMALL.bytes());
    await().until(() -> scene.holders.blamed(Failing.LYING).contains(holder(liar)));
  }

  @Test
  void aLiarAboutOnePieceIsFoundByTheList() throws IOException {
    OddServer liar = scene.server().holding(LARGE.id(), LARGE.spoiled(6 * PIECE + 1));
    scene.holders.know(liar);
    OddServer honest = scene.peer(LARGE);
    honest.manner.bytesPerSecond = 2_000_000;
    scene.holders.list = Optional.of(LARGE.pieces());
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 400_000;

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());
    assertThat(scene.holders.blamed(Failing.LYING)).isSubsetOf(holder(liar));
    assertThat(scene.holders.wrongLists).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLiarIsFoundWithoutAListAndNobodyElseIsBlamed(boolean withOrigin) throws IOException {
    byte[] spoiled = LARGE.bytes().clone();
    for (int piece = 0; piece < 8; piece++) {
      spoiled[piece * PIECE] ^= 1;
    }
    OddServer liar = scene.server().holding(LARGE.id(), spoiled);
    scene.holders.know(liar);
    OddServer honest = scene.peer(LARGE);
    honest.manner.bytesPerSecond = 4_000_000;
    liar.manner.bytesPerSecond = 4_000_000;
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 1_000_000;

    byte[] got = withOrigin ? scene.fetch(LARGE, origin) : scene.fetch(LARGE);

    assertThat(got).isEqualTo(LARGE.bytes());
    await().until(() -> scene.holders.blamed(Failing.LYING).contains(holder(liar)));
    assertThat(scene.holders.blamed(Failing.LYING)).containsOnly(holder(liar));
  }

  @Test
  void anHonestPeerIsNotBlamedForAnOriginThatLies() throws IOException {
    OddServer origin = scene.server();
    origin.serve("/pool/file.deb", LARGE.spoiled(3));
    origin.manner.bytesPerSecond = 2_000_000;
    scene.peer(LARGE).manner.bytesPerSecond = 2_000_000;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    assertThat(Sha256.of(transfer.whole().open(0).readAllBytes())).isEqualTo(LARGE.id());

    assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
  }

  @Test
  void aWrongListIsFoundAndHonestPeersAreNotBlamedForIt() throws IOException {
    scene.peer(LARGE);
    scene.peer(LARGE);
    PieceHashes wrong = Scene.made(77, LARGE.bytes().length).pieces();
    scene.holders.list = Optional.of(wrong);
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 4_000_000;

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    await().until(() -> scene.holders.wrongLists.contains(wrong));
    assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 503})
  void whatTheOriginDoesNotGivePeersGive(int status) throws IOException {
    for (Made made : List.of(SMALL, LARGE)) {
      OddServer origin = scene.origin(made);
      origin.manner.status = status;
      OddServer peer = scene.peer(made);
      peer.manner.delayMillis = 200;

      assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());
      scene.holders.holders.clear();
    }
  }

  @Test
  void whatNeitherGivesIsTheOriginsRefusal() {
    OddServer origin = scene.origin(LARGE);
    origin.manner.status = 404;
    scene.holders.know(scene.server());

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(LONG)).isEqualTo(State.FAILED);
    assertThat(transfer.refusal().orElseThrow().status()).isEqualTo(404);
  }

  @Test
  void onlyLiarsAreAFailure() {
    for (int i = 0; i < 3; i++) {
      scene.holders.know(scene.server().holding(LARGE.id(), LARGE.spoiled(i)));
    }

    assertThatThrownBy(() -> scene.fetch(LARGE)).isInstanceOf(IOException.class);
    assertThat(scene.holders.blamed(Failing.LYING)).hasSize(3);
    assertThat(scene.store.contains(LARGE.id())).isFalse();
  }

  @Test
  void manyPeersHelpASlowOrigin() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 100_000;
    for (int i = 0; i < 9; i++) {
      scene.peer(LARGE);
    }

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());
    scene.awaitKept(LARGE);
    assertThat(scene.amounts().get(Via.LAN)).isGreaterThan(6L * PIECE);
  }

  @Test
  void addressesThatOthersKnowHelpAsWell() throws IOException {
    OddServer useless = scene.server();
    useless.manner.delayMillis = 300;
    OddServer origin = scene.origin(SMALL);
    URI missing = useless.address().resolve("/missing");

    Transfer transfer = scene.relaying.begin(SMALL.file(), List.of(missing));
    scene.relaying.begin(SMALL.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.open(0).readAllBytes()).isEqualTo(SMALL.bytes());
  }
}
