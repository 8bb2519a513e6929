package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.gateway.Via;
import org.edos.physical.kept.Kept;
import org.edos.role.relay.Scene.Made;
import org.edos.role.relay.Transfer.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the store has no room. */
@Timeout(60)
class RoomTest {
  private static final Made SMALL = Scene.made(1, 400_000);
  private static final Made LARGE = Scene.made(2, 3_000_000);

  @TempDir Path folder;

  private Scene scene(long quota) {
    return new Scene(folder, quota);
  }

  @Test
  void whatWasNotUsedForLongestMakesRoom() throws IOException {
    try (Scene scene = scene(1_000_000)) {
      Made first = Scene.made(11, 400_000);
      Made second = Scene.made(12, 400_000);
      Made third = Scene.made(13, 300_000);
      for (Made made : List.of(first, second)) {
        scene.fetch(made, scene.origin(made));
        scene.awaitKept(made);
        scene.clock.move(Duration.ofMinutes(1));
      }
      scene.fetch(first, scene.server());

      assertThat(scene.fetch(third, scene.origin(third))).isEqualTo(third.bytes());

      scene.awaitKept(third);
      assertThat(scene.store.contains(first.id())).isTrue();
      assertThat(scene.store.contains(second.id())).isFalse();
      assertThat(scene.kept.ids()).containsExactlyInAnyOrder(first.id(), third.id());
    }
  }

  @Test
  void largeFilesMakeRoomAsWell() throws IOException {
    try (Scene scene = scene(3_100_000)) {
      scene.fetch(SMALL, scene.origin(SMALL));
      scene.awaitKept(SMALL);

      assertThat(scene.fetch(LARGE, scene.origin(LARGE))).isEqualTo(LARGE.bytes());

      scene.awaitKept(LARGE);
      assertThat(scene.store.contains(SMALL.id())).isFalse();
    }
  }

  @Test
  void manyWhoNeedRoomAtOnceDoNotTakeItFromOneAnother() throws IOException {
    try (Scene scene = scene(12_000_000)) {
      for (int i = 0; i < 28; i++) {
        Made old = Scene.made(100 + i, 400_000);
        scene.store.add(old.id(), 400_000, new ByteArrayInputStream(old.bytes()));
        scene.kept.keep(List.of(new Kept.Entry(old.id(), 400_000, scene.clock.instant())));
      }
      scene.clock.move(Duration.ofMinutes(1));
      OddServer origin = scene.server();
      List<Made> files = new ArrayList<>();
      List<Transfer> transfers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Made made = Scene.made(200 + i, i % 2 == 0 ? 300_000 : 700_000);
        URI at = origin.serve("/pool/" + i, made.bytes());
        files.add(made);
        transfers.add(scene.relaying.begin(made.file(), List.of(at)));
      }

      transfers.forEach(Transfer::whole);

      files.forEach(scene::awaitKept);
    }
  }

  @Test
  void whatIsFetchedOrNotIsNoLongerStaged() throws IOException {
    try (Scene scene = scene(10_000_000)) {
      scene.fetch(LARGE, scene.origin(LARGE));
      scene.awaitKept(LARGE);
      Made other = Scene.made(3, 700_000);
      Transfer failing = scene.relaying.begin(other.file(), List.of(Scene.fileAt(scene.server())));
      assertThatThrownBy(failing::whole).isInstanceOf(EdosException.class);

      await().until(() -> scene.store.usedBytes() == 3_000_000);
      assertThat(folder.resolve("store/incoming")).isEmptyDirectory();
      assertThat(scene.kept.ids()).containsExactly(LARGE.id());
    }
  }

  @Test
  void whatOthersStageOfTheSameFileIsTheirs() throws IOException {
    try (Scene scene = scene(10_000_000)) {
      Path theirs = scene.store.stage(LARGE.id(), 3_000_000);
      Files.writeString(theirs, "half of it");

      assertThat(scene.fetch(LARGE, scene.origin(LARGE))).isEqualTo(LARGE.bytes());

      scene.awaitKept(LARGE);
      assertThat(theirs).hasContent("half of it");
      scene.store.discard(LARGE.id());
      assertThat(scene.store.contains(LARGE.id())).isTrue();
      await().until(() -> scene.store.usedBytes() == 3_000_000);
    }
  }

  @Test
  void othersWhoGiveUpTheSameFileDoNotEndTheFetch() throws IOException {
    try (Scene scene = scene(10_000_000)) {
      scene.store.stage(LARGE.id(), 3_000_000);
      OddServer origin = scene.origin(LARGE);
      Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));
      try (InputStream in = transfer.open(0)) {
        assertThat(in.readNBytes(100_000)).hasSize(100_000);
        scene.store.discard(LARGE.id());
        assertThat(in.readAllBytes()).hasSize(2_900_000);
      }

      scene.awaitKept(LARGE);
      assertThat(transfer.whole().size()).isEqualTo(3_000_000);
    }
  }

  @Test
  void whatOthersPutIntoTheStoreStays() throws IOException {
    try (Scene scene = scene(3_100_000)) {
      scene.store.add(SMALL.id(), 400_000, new ByteArrayInputStream(SMALL.bytes()));

      assertThat(scene.fetch(LARGE, scene.origin(LARGE))).isEqualTo(LARGE.bytes());

      assertThat(scene.store.contains(SMALL.id())).isTrue();
      assertThat(scene.store.contains(LARGE.id())).isFalse();
    }
  }

  @Test
  void nothingGoesForAFileThatFindsNoRoomAnyway() throws IOException {
    try (Scene scene = scene(1_000_000)) {
      scene.fetch(SMALL, scene.origin(SMALL));
      scene.awaitKept(SMALL);

      assertThat(scene.fetch(LARGE, scene.origin(LARGE))).isEqualTo(LARGE.bytes());

      assertThat(scene.store.contains(SMALL.id())).isTrue();
    }
  }

  @Test
  void withoutRoomFilesAreGivenAllTheSame() throws IOException {
    try (Scene scene = scene(1_000)) {
      for (Made made : List.of(SMALL, LARGE)) {
        OddServer origin = scene.origin(made);
        origin.manner.cutAfter = 700_000;

        assertThat(scene.fetch(made, origin)).isEqualTo(made.bytes());
        await()
            .until(() ->
                scene.relayed.contains(
                    new Relayed(made.file(), Map.of(Via.ORIGIN, made.file().size()))));
      }
      await().until(() -> scene.relaying.underWay(SMALL.id()).isEmpty());
      assertThat(scene.store.list()).isEmpty();
      assertThat(scene.store.usedBytes()).isZero();
    }
  }

  @Test
  void withoutRoomEveryReaderGetsItFromAnyOffset() throws IOException {
    try (Scene scene = scene(1_000)) {
      OddServer origin = scene.origin(LARGE);
      Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(origin)));

      assertThat(transfer.await(Duration.ofSeconds(30))).isEqualTo(State.ARRIVING);
      for (int offset : new int[] {0, 1_000_000, 2_999_999, 3_000_000}) {
        try (InputStream in = transfer.open(offset)) {
          assertThat(in.readAllBytes()).hasSize(3_000_000 - offset);
        }
      }
      assertThatThrownBy(transfer::whole)
          .isInstanceOfSatisfying(
              EdosException.class,
              e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXHAUSTED));
    }
  }

  @Test
  void withoutRoomWrongBytesAreStillNotGivenWhole() throws IOException {
    try (Scene scene = scene(1_000)) {
      OddServer lying = scene.server();
      lying.serve("/pool/file.deb", LARGE.spoiled(2_999_000));
      Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(lying)));

      assertThatThrownBy(() -> transfer.open(0).readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void withoutRoomTheOriginsRefusalIsStillTheOrigins() throws IOException {
    try (Scene scene = scene(1_000)) {
      Transfer transfer = scene.relaying.begin(LARGE.file(), List.of(Scene.fileAt(scene.server())));

      assertThat(transfer.await(Duration.ofSeconds(30))).isEqualTo(State.FAILED);
      assertThat(transfer.refusal().orElseThrow().status()).isEqualTo(404);
    }
  }

  @Test
  void whatWasKeptBeforeIsCountedAsFromHere() throws IOException {
    try (Scene scene = scene(10_000_000)) {
      scene.store.add(SMALL.id(), 400_000, new ByteArrayInputStream(SMALL.bytes()));

      scene.fetch(SMALL);

      assertThat(scene.relayed)
          .containsExactly(new Relayed(SMALL.file(), Map.of(Via.CACHE, 400_000L)));
      assertThat(scene.kept.ids()).isEmpty();
    }
  }
}
