package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.role.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadingTest {
  private static final URI SELF = URI.create("http://127.0.0.1:1");
  private static final URI ONE = URI.create("http://127.0.0.1:2");
  private static final URI OTHER = URI.create("http://127.0.0.1:3");
  private static final long QUOTA = 100_000;

  @TempDir Path folder;
  private final Network network = new Network();
  private final MemoryLocationIndex locations = new MemoryLocationIndex();
  private final List<DownloadEvent> events = new CopyOnWriteArrayList<>();
  private ContentStore store;
  private ContentStore one;
  private ContentStore other;
  private Downloading downloading;

  @BeforeEach
  void open() {
    store = FileContentStore.open(folder.resolve("store"), QUOTA);
    one = FileContentStore.open(folder.resolve("one"), Long.MAX_VALUE);
    other = FileContentStore.open(folder.resolve("other"), Long.MAX_VALUE);
    network.stores.put(ONE, one);
    network.stores.put(OTHER, other);
    downloading = downloading(network);
  }

  private Downloading downloading(ContentSource source) {
    return new Downloading(
        new Downloading.Parts(
            store,
            locations,
            source,
            () -> List.of(ONE, OTHER),
            content -> List.of(),
            OriginFiles.none(),
            SELF),
        DownloadConfig.DEFAULT);
  }

  @AfterEach
  void close() {
    downloading.close();
    store.close();
    one.close();
    other.close();
  }

  /** Contents that these peers have. */
  private Map<Sha256, Long> contents(int count, int size, ContentStore... holders) {
    Random random = new Random(count + size);
    Map<Sha256, Long> contents = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Sha256 id = Sha256.of(bytes);
      contents.put(id, (long) size);
      for (ContentStore holder : holders) {
        holder.add(id, size, new ByteArrayInputStream(bytes));
      }
    }
    return contents;
  }

  @Test
  void whatIsMissingIsFetchedAndAnnouncedAndWhatIsHereIsNot() {
    Map<Sha256, Long> contents = contents(5, 1000, one);
    assertThat(downloading.fetch(contents, events::add).receivedBytes()).isEqualTo(5000);
    assertThat(contents.keySet()).allMatch(store::contains);
    assertThat(locations.locate(contents.keySet()).values())
        .hasSize(5)
        .allMatch(peers -> peers.contains(SELF));
    assertThat(downloading.fetch(contents, events::add).received()).isZero();
    assertThat(network.opened).hasValue(5);
  }

  @Test
  void aPeerThatSendsOtherBytesIsPassedOverForTheNext() {
    Map<Sha256, Long> contents = contents(1, 1000, one, other);
    network.corrupt.add(ONE);
    assertThat(downloading.fetch(contents, events::add).failed()).isEmpty();
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            DownloadEvent.SourceFailed.class,
            failed -> {
              assertThat(failed.from()).isEqualTo(ONE);
              assertThat(failed.reason()).contains("the bytes are not those of");
            });
    assertThat(contents.keySet()).allMatch(store::contains);
  }

  @Test
  void aReplicaThatIsGoneOrUnreadableDisappearsFromTheLocations() {
    Map<Sha256, Long> contents = contents(1, 1000, other);
    locations.announce(ONE, contents.keySet());
    locations.announce(OTHER, contents.keySet());
    network.corrupt.add(OTHER);
    assertThat(downloading.fetch(contents, events::add).failed()).hasSize(1);
    assertThat(locations.locate(contents.keySet())).isEmpty();
  }

  @Test
  void aReplicaThatIsOnlyAwayStaysAmongTheLocations() {
    Map<Sha256, Long> contents = contents(1, 1000, other);
    locations.announce(OTHER, contents.keySet());
    network.away.add(OTHER);
    downloading.fetch(contents, events::add);
    assertThat(locations.locate(contents.keySet()).values()).containsExactly(Set.of(OTHER));
  }

  @Test
  void whenEveryPeerFailsTheReasonIsGivenAndNothingIsStored() {
    Map<Sha256, Long> contents = contents(1, 1000, one, other);
    network.corrupt.add(ONE);
    network.away.add(OTHER);
    Downloading.Outcome outcome = downloading.fetch(contents, events::add);
    assertThat(outcome.failed()).containsOnlyKeys(contents.keySet());
    assertThat(outcome.failed().values())
        .allMatch(reason -> reason.contains("cannot reach " + OTHER));
    assertThat(events.stream().filter(DownloadEvent.SourceFailed.class::isInstance)).hasSize(2);
    assertThat(events.getLast()).isInstanceOf(DownloadEvent.Failed.class);
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void aFailedContentCanBeFetchedLater() {
    Map<Sha256, Long> contents = contents(1, 1000, one);
    network.away.add(ONE);
    assertThat(downloading.fetch(contents, events::add).failed()).hasSize(1);
    network.away.clear();
    assertThat(downloading.fetch(contents, events::add).failed()).isEmpty();
  }

  @Test
  void aContentThatTwoAskForAtOnceIsFetchedOnce() {
    Map<Sha256, Long> contents = contents(1, 1000, one);
    CountDownLatch go = new CountDownLatch(1);
    ContentSource slow =
        (peer, id, size) -> {
          InputStream bytes = network.open(peer, id, size);
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return bytes;
        };
    try (Downloading shared = downloading(slow)) {
      var first =
          CompletableFuture.supplyAsync(
              () -> shared.fetch(contents, events::add), Thread::startVirtualThread);
      await().until(() -> network.opened.get() == 1);
      var second =
          CompletableFuture.supplyAsync(
              () -> shared.fetch(contents, events::add), Thread::startVirtualThread);
      go.countDown();
      assertThat(first.join().failed()).isEmpty();
      assertThat(second.join().failed()).isEmpty();
    }
    assertThat(network.opened).hasValue(1);
  }

  @Test
  void aFullStoreIsSaidAndNobodyElseIsAsked() {
    Map<Sha256, Long> contents = contents(1, (int) QUOTA + 1, one, other);
    Downloading.Outcome outcome = downloading.fetch(contents, events::add);
    assertThat(outcome.failed().values()).allMatch(reason -> reason.contains("store-quota"));
    assertThat(network.opened).hasValue(1);
  }

  @Test
  void aPeerThatIsAtItsOwnLimitIsPassedOver() {
    Map<Sha256, Long> contents = contents(1, 1000, other);
    ContentSource busy =
        (peer, id, size) -> {
          if (peer.equals(ONE)) {
            throw EdosException.exhausted("too many connections");
          }
          return network.open(peer, id, size);
        };
    try (Downloading patient = downloading(busy)) {
      assertThat(patient.fetch(contents, events::add).failed()).isEmpty();
    }
  }

  @Test
  void anEmptyContentNeedsNobody() {
    Sha256 empty = Sha256.of(new byte[0]);
    assertThat(downloading.fetch(Map.of(empty, 0L), events::add).failed()).isEmpty();
    assertThat(store.contains(empty)).isTrue();
    assertThat(network.opened).hasValue(0);
  }

  @Test
  void aPeerKnownToHoldTheContentIsAskedBeforeTheOthers() {
    Map<Sha256, Long> contents = contents(1, 1000, one, other);
    locations.announce(OTHER, contents.keySet());
    downloading.fetch(contents, events::add);
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            DownloadEvent.Fetched.class, fetched -> assertThat(fetched.from()).isEqualTo(OTHER));
  }
}
