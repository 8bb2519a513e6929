package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.physical.content.Staged;
import org.edos.role.relay.Scene.Made;
import org.junit.jupiter.api.Test;

/** What others may have of a file while it arrives, and what a peer is asked for. */
class ArrivingPartTest {
  private static final int PIECE = PieceHashes.PIECE_BYTES;
  private static final Made MADE = Scene.made(1, 3 * PIECE + 5);
  private static final Holder PEER = new Holder(URI.create("http://127.0.0.1:1"), Via.LAN);
  private static final Holder OTHER = new Holder(URI.create("http://127.0.0.1:2"), Via.LAN);

  private final ArrivingFile arriving =
      new ArrivingFile(MADE.file(), new MemorySpace(MADE.bytes().length));
  private final PartialContent part = new ArrivingPart(arriving);

  private static PieceSet pieces(int... pieces) {
    java.util.BitSet set = new java.util.BitSet();
    IntStream.of(pieces).forEach(set::set);
    return PieceSet.of(set);
  }

  private static byte[] piece(int number) {
    int from = number * PIECE;
    return Arrays.copyOfRange(
        MADE.bytes(), from, from + PieceHashes.length(MADE.bytes().length, number));
  }

  private byte[] read(int piece) throws IOException {
    try (InputStream in = part.open(PieceTable.start(piece), PIECE).orElseThrow()) {
      return in.readNBytes(PIECE);
    }
  }

  @Test
  void piecesOfTheOriginAndThoseThatAListConfirmsAreGiven() throws IOException {
    arriving.origin(0, 0, MADE.bytes(), PIECE + 100);
    arriving.peer(0, 2, piece(2), PEER, true);
    arriving.peer(0, 3, piece(3), PEER, false);

    assertThat(part.present()).isEqualTo(pieces(0, 2));
    assertThat(read(2)).isEqualTo(piece(2));
    assertThat(part.open(0, PIECE + 100)).isPresent();
    assertThat(part.open(0, PIECE + 101)).isEmpty();
    assertThat(part.open(3L * PIECE, 5)).isEmpty();
    assertThat(part.open(-1, 5)).isEmpty();
    assertThat(part.open(Long.MAX_VALUE, 5)).isEmpty();
  }

  @Test
  void allIsGivenWhenAllIsRight() throws IOException {
    arriving.origin(0, 0, MADE.bytes(), 2 * PIECE);
    arriving.peer(0, 2, piece(2), PEER, false);
    arriving.peer(0, 3, piece(3), PEER, false);
    arriving.catchUp();

    assertThat(arriving.phase()).isEqualTo(ArrivingFile.Phase.RIGHT);
    assertThat(part.present()).isEqualTo(pieces(0, 1, 2, 3));
    assertThat(read(2)).isEqualTo(piece(2));
  }

  @Test
  void nothingIsGivenOfWhatIsFoundWrong() throws IOException {
    byte[] spoiled = MADE.spoiled(7);
    arriving.origin(0, 0, spoiled, spoiled.length - 1);
    try (InputStream begun = part.open(PIECE, PIECE).orElseThrow()) {
      assertThat(begun.readNBytes(1000)).hasSize(1000);

      arriving.origin(0, spoiled.length - 1, new byte[] {spoiled[spoiled.length - 1]}, 1);

      assertThat(arriving.phase()).isEqualTo(ArrivingFile.Phase.WRONG);
      assertThat(part.present()).isEqualTo(PieceSet.NONE);
      assertThat(part.open(0, 1)).isEmpty();
      assertThatThrownBy(() -> begun.readNBytes(1000)).isInstanceOf(IOException.class);
      arriving.restart(true);
      assertThat(part.present()).isEqualTo(PieceSet.NONE);
      assertThatThrownBy(() -> begun.readNBytes(1000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyWaitsForWhoeverWaitsForAPlace() throws Exception {
    CompletableFuture<Staged> place = new CompletableFuture<>();
    ArrivingFile begun = new ArrivingFile(MADE.file(), new FileSpace(place));
    Thread writer =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() -> begun.origin(0, 0, MADE.bytes(), PIECE))
                    .isInstanceOf(EdosException.class));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    assertThat(CompletableFuture.supplyAsync(new ArrivingPart(begun)::present))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(PieceSet.NONE);

    place.completeExceptionally(EdosException.external("no room"));
    writer.join();
  }

  @Test
  void aPeerIsAskedOnlyForWhatItOffers() {
    PieceTable table = new PieceTable(MADE.bytes().length);
    Optional<PieceSet> offered = Optional.of(pieces(0, 2));

    assertThat(table.claim(PEER, 0, 0, offered)).isEqualTo(2);
    assertThat(table.claim(PEER, 0, 0, offered)).isEqualTo(-1);
    assertThat(table.claim(OTHER, -1, 0, Optional.empty())).isEqualTo(3);
    assertThat(table.claim(OTHER, -1, 0, Optional.of(pieces(1)))).isEqualTo(1);
    assertThat(table.claim(PEER, -1, 0, offered)).isZero();
    assertThat(table.claim(PEER, -1, 0, offered)).as("the other's are not offered").isEqualTo(-1);
    assertThat(table.claim(OTHER, -1, 0, Optional.of(pieces(2)))).isEqualTo(2);
  }

  @Test
  void anOfferChangesWithEachAnswer() {
    Offer offer = new Offer();
    assertThat(offer.mayBeAsked()).as("everything is offered").isFalse();

    offer.refused(3, pieces(0, 1));
    assertThat(offer.pieces()).contains(pieces(0, 1));
    assertThat(offer.mayBeAsked()).as("so soon").isFalse();

    offer.gave(1);
    assertThat(offer.isPartial()).isTrue();
    offer.refused(1, pieces(0));
    assertThat(offer.pieces()).as("its word was broken").contains(PieceSet.NONE);

    offer.gave(3);
    assertThat(offer.isPartial()).as("it has more than it said").isFalse();
    offer.refused(2, pieces(2));
    assertThat(offer.pieces()).contains(PieceSet.NONE);
  }
}
