package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.role.relay.Scene.Made;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons that are fetching a file themselves and give what they have of it. */
@Timeout(60)
class PartialPeerTest extends OnScene {
  private static final int PIECE = PieceHashes.PIECE_BYTES;
  private static final Made LARGE = Scene.made(3, 7 * PIECE + 11);
  private static final int[] ALL = IntStream.range(0, 8).toArray();

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoPassesOnWhatIsWrongIsNotHeldToLie(boolean refuses) throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 1_000_000;
    OddServer peer = scene.server().holding(LARGE.id(), LARGE.spoiled(6 * PIECE + 1));
    scene.holders.know(peer);
    peer.hasOnly(refuses ? new int[] {5, 6} : ALL);

    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());

    await().until(() -> !scene.holders.blamed(Failing.PASSED_ON).isEmpty());
    assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
  }

  @Test
  void whoHasOnlyAPartIsNotAskedAlone() throws IOException {
    byte[] spoiled = LARGE.bytes().clone();
    for (int piece : ALL) {
      spoiled[piece * PIECE] ^= 1;
    }
    OddServer passing = scene.server().holding(LARGE.id(), spoiled);
    passing.hasOnly(ALL);
    scene.holders.know(passing);
    scene.peer(LARGE).manner.bytesPerSecond = 2_000_000;

    assertThat(scene.fetch(LARGE)).isEqualTo(LARGE.bytes());

    await().until(() -> !scene.holders.blamed(Failing.PASSED_ON).isEmpty());
    assertThat(scene.holders.blamed(Failing.LYING)).isEmpty();
    assertThat(passing.sent.get()).isLessThanOrEqualTo(spoiled.length);
  }

  @Test
  void whoIsAskedWhatItHasByNowTakesNoRoomFromOthers() throws Exception {
    Made even = Scene.made(4, 2 * PIECE);
    Holder holder = new Holder(URI.create("http://127.0.0.1:1"), Via.LAN);
    List<Integer> free = new CopyOnWriteArrayList<>();
    Peers peers = new Peers(free::add);
    Workshop shop = new Workshop(scene.parts(peers, true));
    peers.buffers = shop.buffers();
    try (shop) {
      Attempt attempt =
          new Attempt(
              shop,
              new ArrivingFile(even.file(), new MemorySpace(even.bytes().length)),
              Attempt.Sources.open(List.of(), List.of(holder), List::of),
              new Evidence());

      assertThat(attempt.run()).isEqualTo(Attempt.Outcome.DRY);
    }

    assertThat(free.getFirst()).as("while it is asked for what it offers").isLessThan(16);
    assertThat(free.getLast()).as("while it is asked for more").isEqualTo(16);
  }

  /** A peer that has nothing yet, asked three times, and then not even that. */
  private static final class Peers implements ContentSource {
    private final AtomicInteger asked = new AtomicInteger();
    private final Consumer<Integer> free;
    private Buffers buffers = new Buffers();

    /** Tells how many buffers are free whenever it is asked. */
    Peers(Consumer<Integer> free) {
      this.free = free;
    }

    @Override
    public InputStream open(URI peer, Sha256 id, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Answer ask(URI peer, Part part, Deadlines deadlines) {
      free.accept(freeBuffers());
      if (asked.incrementAndGet() > 3) {
        throw EdosException.notFound("it has given up");
      }
      return new Answer.Arriving(PieceSet.NONE);
    }

    private synchronized int freeBuffers() {
      List<byte[]> taken = new ArrayList<>();
      try {
        for (byte[] one = buffers.take(PIECE, 0); one != null; one = buffers.take(PIECE, 0)) {
          taken.add(one);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      taken.forEach(buffers::give);
      return taken.size();
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"find", "list"})
  void aSearchThatFailsEndsNoTransfer(String how) throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 600_000;
    scene.peer(LARGE).hasOnly(7);
    scene.holders.listFails = how.equals("list");
    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    await().until(() -> origin.sent.get() > PIECE / 2);

    scene.peer(LARGE).hasOnly(6);
    scene.holders.findFails = how.equals("find");

    assertThat(transfer.whole().open(0).readAllBytes()).isEqualTo(LARGE.bytes());
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
