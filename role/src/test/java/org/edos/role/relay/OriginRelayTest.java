package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.role.relay.OddServer.Length;
import org.edos.role.relay.Scene.Made;
import org.edos.role.relay.Transfer.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that come from origins alone, which behave as origins do. */
@Timeout(60)
class OriginRelayTest extends OnScene {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Made SMALL = Scene.made(1, 40_000);
  private static final Made LARGE = Scene.made(2, 3_000_001);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 524_288, 524_289, 1_048_576, 5_000_000})
  void aFileOfAnySizeComesFromItsOriginAndIsKept(int size) throws IOException {
    Made made = Scene.made(size, size);
    OddServer origin = scene.origin(made);

    assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());

    scene.awaitKept(made);
    assertThat(origin.sent).hasValue(size);
    assertThat(scene.relayed)
        .containsExactly(
            new Relayed(made.file(), size == 0 ? Map.of() : Map.of(Via.ORIGIN, (long) size)));
  }

  @Test
  void whatIsInTheStoreIsHereAtOnceAndWasUsedNow() throws IOException {
    OddServer origin = scene.origin(SMALL);
    scene.fetch(SMALL, origin);
    scene.awaitKept(SMALL);
    scene.clock.move(Duration.ofHours(1));

    Transfer transfer = scene.relaying.begin(SMALL.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(Duration.ZERO)).isEqualTo(State.HERE);
    assertThat(transfer.open(39_999).readAllBytes()).hasSize(1);
    assertThat(origin.asked).hasSize(1);
    assertThat(scene.kept.leastRecentlyUsed(1))
        .extracting(entry -> entry.used())
        .isEqualTo(List.of(scene.clock.instant()));
    assertThat(scene.relayed.getLast())
        .isEqualTo(new Relayed(SMALL.file(), Map.of(Via.CACHE, 40_000L)));
  }

  @Test
  void tenWhoAskAtOnceCostTheOriginOneReading() throws Exception {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 6_000_000;
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(askers.submit(() -> scene.fetch(LARGE, origin)));
      }
      for (Future<byte[]> answer : answers) {
        assertThat(answer.get()).isEqualTo(LARGE.bytes());
      }
    }
    scene.awaitKept(LARGE);
    assertThat(origin.sent).hasValue(3_000_001);
    assertThat(origin.asked).hasSize(1);
    await().until(() -> scene.relayed.size() == 10);
    assertThat(scene.amounts())
        .isEqualTo(Map.of(Via.ORIGIN, 3_000_001L, Via.CACHE, 9 * 3_000_001L));
  }

  @Test
  void bytesAreGivenWhileTheyArriveButForTheLastOnes() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.stallAfter = 1_000_000;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(LONG)).isEqualTo(State.ARRIVING);
    try (InputStream in = transfer.open(100)) {
      int given = 1_000_000 - ArrivingFile.HELD_BACK - 100;
      assertThat(in.readNBytes(given))
          .isEqualTo(Arrays.copyOfRange(LARGE.bytes(), 100, given + 100));
    }
    assertThat(scene.relaying.underWay(LARGE.id())).isPresent();
    assertThat(scene.store.contains(LARGE.id())).isFalse();
  }

  @Test
  void aTransferGoesOnWhenNobodyReadsIt() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.bytesPerSecond = 5_000_000;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    try (InputStream in = transfer.open(0)) {
      assertThat(in.read()).isEqualTo(LARGE.bytes()[0] & 0xff);
    }

    Content content = transfer.whole();
    assertThat(content.size()).isEqualTo(3_000_001);
    assertThat(transfer.await(Duration.ZERO)).isEqualTo(State.HERE);
  }

  @ParameterizedTest
  @EnumSource(Length.class)
  void whateverTheOriginSaysOfTheLength(Length length) throws IOException {
    for (Made made : List.of(SMALL, LARGE)) {
      OddServer origin = scene.origin(made);
      origin.manner.length = length;

      assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());
      scene.awaitKept(made);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 502, 504, 429, 500})
  void whatPassesIsTriedAgain(int status) throws IOException {
    OddServer origin = scene.origin(SMALL);
    origin.manner.firstStatuses.add(status);

    assertThat(scene.fetch(SMALL, origin)).isEqualTo(SMALL.bytes());
    assertThat(origin.asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatBreaksIsGoneOnWith(boolean ranges) throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.cutAfter = 800_000;
    origin.manner.ranges = ranges;
    if (!ranges) {
      Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
      await().until(() -> !origin.asked.isEmpty());
      origin.manner.cutAfter = Long.MAX_VALUE;
      try (InputStream in = transfer.open(0)) {
        assertThat(in.readAllBytes()).isEqualTo(LARGE.bytes());
      }
      return;
    }
    assertThat(scene.fetch(LARGE, origin)).isEqualTo(LARGE.bytes());
    assertThat(origin.asked.get(1).headers())
        .containsEntry("Range", "bytes=802816-")
        .containsKey("If-Range");
    assertThat(origin.sent).hasValueLessThan(LARGE.bytes().length + 1000L);
  }

  @Test
  void aFileThatEndsEarlyIsNotReadOverAndOver() {
    OddServer origin = scene.server();
    origin.serve("/pool/file.deb", Arrays.copyOf(LARGE.bytes(), 900_000));
    origin.manner.ranges = false;
    origin.manner.length = Length.CHUNKED;

    assertThatThrownBy(() -> scene.fetch(LARGE, origin)).isInstanceOf(IOException.class);
    assertThat(origin.asked).hasSizeLessThan(8);
  }

  @Test
  void thatThereIsNothingBehindAnEarlyEndIsNotPassedOnAsARefusal() {
    OddServer origin = scene.server();
    origin.serve("/pool/file.deb", Arrays.copyOf(LARGE.bytes(), 900_000));
    origin.manner.length = Length.NONE;

    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));

    assertThatThrownBy(transfer::whole).hasMessageContaining("another file there");
    assertThat(transfer.refusal()).isEmpty();
  }

  @Test
  void anAddressThatDoesNotGiveItIsLeftForTheNext() throws IOException {
    OddServer lacking = scene.server();
    OddServer refusing = scene.origin(SMALL);
    refusing.manner.refusing = true;
    OddServer origin = scene.origin(SMALL);

    assertThat(scene.fetch(SMALL, lacking, refusing, origin)).isEqualTo(SMALL.bytes());
    assertThat(lacking.asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void whatTheOriginRefusesIsPassedOn(int status) {
    OddServer origin = scene.origin(SMALL);
    origin.manner.status = status;

    Transfer transfer = scene.relaying.begin(SMALL.file(), List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(LONG)).isEqualTo(State.FAILED);
    OriginRefusal refusal = transfer.refusal().orElseThrow();
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.headers()).containsEntry("x-server", List.of("odd"));
    assertThat(refusal.body()).isEqualTo(Scene.text("status " + status));
    assertThatThrownBy(() -> transfer.open(0).read()).isInstanceOf(IOException.class);
    assertThatThrownBy(transfer::whole)
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXTERNAL));
    await().until(() -> scene.relaying.underWay(SMALL.id()).isEmpty());
    assertThat(scene.store.usedBytes()).isZero();
  }

  @Test
  void wrongBytesOfASmallFileAreNeverGivenAndTheNextAddressIsAskedAnew() throws IOException {
    OddServer lying = scene.server();
    lying.serve("/pool/file.deb", SMALL.spoiled(5));
    OddServer origin = scene.origin(SMALL);

    assertThat(scene.fetch(SMALL, lying, origin)).isEqualTo(SMALL.bytes());
    assertThat(origin.asked.getFirst().headers()).containsEntry("Cache-Control", "no-cache");
  }

  @Test
  void wrongBytesOfALargeFileAreNeverGivenWhole() {
    OddServer lying = scene.server();
    lying.serve("/pool/file.deb", LARGE.spoiled(2_000_000));

    assertThatThrownBy(() -> scene.fetch(LARGE, lying)).isInstanceOf(IOException.class);
    await().until(() -> scene.relaying.underWay(LARGE.id()).isEmpty());
    assertThat(lying.asked.getLast().headers()).containsEntry("Cache-Control", "no-cache");
    assertThat(scene.store.contains(LARGE.id())).isFalse();
    assertThat(scene.store.usedBytes()).isZero();
  }

  @Test
  void anotherFileOfAnotherLengthIsNotBegunWithWhereThereIsAnAlternative() throws IOException {
    OddServer torn = scene.server();
    torn.serve("/pool/file.deb", Scene.made(3, 2_000_000).bytes());
    OddServer origin = scene.origin(LARGE);

    assertThat(scene.fetch(LARGE, torn, origin)).isEqualTo(LARGE.bytes());
  }

  @Test
  void anEmptyFileThatIsPromisedOtherwiseFails() {
    KnownFile impossible = new KnownFile(SMALL.id(), 0);
    OddServer origin = scene.origin(SMALL);

    Transfer transfer = scene.relaying.begin(impossible, List.of(Scene.fileAt(origin)));

    assertThat(transfer.await(LONG)).isEqualTo(State.FAILED);
  }

  @Test
  void nobodyToAskIsAFailureAtOnce() {
    Transfer transfer = scene.relaying.begin(SMALL.file(), List.of());

    assertThat(transfer.await(LONG)).isEqualTo(State.FAILED);
    assertThatThrownBy(transfer::whole).hasMessageContaining("no origin is known");
  }

  @Test
  void connectionsToOriginsServeAgain() throws IOException {
    OddServer origin = scene.server();
    for (Length length : List.of(Length.RIGHT, Length.CHUNKED)) {
      origin.manner.length = length;
      for (int i = 0; i < 10; i++) {
        Made made = Scene.made(100 + i + 10 * length.ordinal(), 90_000);
        origin.serve("/pool/file.deb", made.bytes());
        assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());
        scene.awaitKept(made);
      }
    }
    assertThat(origin.connections).hasValueLessThan(4);
  }

  @Test
  void whatIsBroughtAheadIsThereForWhoeverAsks() throws IOException {
    OddServer origin = scene.origin(SMALL);
    scene.relaying.ahead(SMALL.file(), List.of(Scene.fileAt(origin)));
    scene.awaitKept(SMALL);

    assertThat(scene.fetch(SMALL, origin)).isEqualTo(SMALL.bytes());

    assertThat(origin.asked).hasSize(1);
    assertThat(scene.relayed)
        .containsExactly(
            new Relayed(SMALL.file(), Map.of(Via.ORIGIN, 40_000L)),
            new Relayed(SMALL.file(), Map.of(Via.CACHE, 40_000L)));
  }

  @Test
  void hundredsOfFilesAtOnceAllArrive() throws IOException {
    OddServer origin = scene.server();
    List<Transfer> transfers = new ArrayList<>();
    List<Made> files = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Made made = Scene.made(1000 + i, 20_000 + i);
      files.add(made);
      transfers.add(
          scene.relaying.begin(made.file(), List.of(origin.serve("/pool/" + i, made.bytes()))));
    }
    for (int i = 0; i < files.size(); i++) {
      try (InputStream in = transfers.get(i).open(0)) {
        assertThat(in.readAllBytes()).isEqualTo(files.get(i).bytes());
      }
    }
    files.forEach(scene::awaitKept);
  }

  @Test
  void closingEndsWhoReads() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.stallAfter = 500_000;
    Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    try (InputStream in = transfer.open(0)) {
      in.readNBytes(100_000);

      scene.relaying.close();

      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(scene.store.usedBytes()).isZero();
    assertThatThrownBy(() -> scene.relaying.begin(SMALL.file(), List.of()))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void whatArrivesIsThereForPeersAsFarAsItIs() throws IOException {
    OddServer origin = scene.origin(LARGE);
    origin.manner.stallAfter = 1_000_000;
    scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
    BitSet first = new BitSet();
    first.set(0);
    await().until(() -> present().equals(PieceSet.of(first)));

    PartialContent partial = scene.relaying.available(LARGE.id()).orElseThrow();

    assertThat(scene.relaying.arriving()).containsExactly(LARGE.id());
    assertThat(partial.size()).isEqualTo(3_000_001);
    try (InputStream in = partial.open(424_288, 100_000).orElseThrow()) {
      assertThat(in.readNBytes(100_000))
          .isEqualTo(Arrays.copyOfRange(LARGE.bytes(), 424_288, 524_288));
    }
    assertThat(partial.open(2_000_000, 1)).isEmpty();
    assertThat(partial.open(0, 1_048_577)).isEmpty();
    assertThat(scene.relaying.available(Sha256.of(new byte[1]))).isEmpty();
  }

  private PieceSet present() {
    return scene.relaying.available(LARGE.id()).map(PartialContent::present).orElse(PieceSet.NONE);
  }
}
