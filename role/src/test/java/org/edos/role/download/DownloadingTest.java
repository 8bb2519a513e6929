package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.network.ContentPlace;
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

  private final OneNeighbour neighbour = new OneNeighbour();

  /** OTHER, found nearby, whatever it did. */
  private static final class OneNeighbour implements Neighbours {
    final List<Failing> failures = new CopyOnWriteArrayList<>();
    final AtomicLong given = new AtomicLong();

    @Override
    public List<Holder> find(KnownFile file) {
      return List.of(new Holder(OTHER, Via.LAN));
    }

    @Override
    public void gave(Holder holder, long bytes, Duration time) {
      if (holder.via() == Via.LAN) {
        given.addAndGet(bytes);
      }
    }

    @Override
    public void failed(Holder holder, KnownFile file, Failing how) {
      if (holder.via() == Via.LAN) {
        failures.add(how);
      }
    }
  }

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
  void thePlacesOfAContentAreInTheOrderInWhichTheyAreAsked() {
    Map<Sha256, Long> contents = contents(1, 1000, one, other);
    Sha256 content = contents.keySet().iterator().next();
    locations.announce(ONE, contents.keySet());
    downloading.find(neighbour);
    assertThat(downloading.places(contents).get(content))
        .containsExactly(new ContentPlace(OTHER, Via.LAN, 0), new ContentPlace(ONE, Via.MIRROR, 0));
    network.away.add(OTHER);
    downloading.fetch(contents, events::add);
    List<ContentPlace> now = downloading.places(contents).getOrDefault(content, List.of());
    assertThat(now.getFirst()).isEqualTo(new ContentPlace(SELF, Via.CACHE, 0));
    assertThat(now).contains(new ContentPlace(OTHER, Via.LAN, 0));
    assertThat(now)
        .filteredOn(place -> place.address().equals(ONE))
        .allMatch(place -> place.bytesPerSecond() > 0);
  }

  @Test
  void aNeighbourThatFailedIsAskedLastForTheContentsThatAreStillToCome() {
    Map<Sha256, Long> contents = contents(100, 10, one);
    locations.announce(ONE, contents.keySet());
    downloading.find(neighbour);
    network.away.add(OTHER);
    assertThat(downloading.fetch(contents, events::add).failed()).isEmpty();
    assertThat(neighbour.failures).isNotEmpty().containsOnly(Failing.AWAY);
    assertThat(neighbour.failures).hasSizeLessThan(DownloadConfig.DEFAULT.connections() * 2);
  }

  @Test
  void howANeighbourFailedIsTold() {
    Map<Sha256, Long> lacking = contents(1, 1000, one);
    downloading.find(neighbour);
    downloading.fetch(lacking, events::add);
    assertThat(neighbour.failures).containsExactly(Failing.LACKING);
    network.corrupt.add(OTHER);
    network.away.add(ONE);
    downloading.fetch(contents(1, 2000, other), events::add);
    assertThat(neighbour.failures).containsExactly(Failing.LACKING, Failing.LYING);
    network.corrupt.clear();
    downloading.fetch(contents(1, 3000, other), events::add);
    assertThat(neighbour.given).hasValue(3000);
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

  @Test
  void aPausedDownloadAsksNobodyUntilItGoesOnAndKeepsNobodyElseWaiting() throws Exception {
    Map<Sha256, Long> paused = contents(20, 1000, one);
    Map<Sha256, Long> urgent = contents(1, 1500, one);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ContentSource slow =
        (peer, id, size) -> {
          begun.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return network.open(peer, id, size);
        };
    try (Downloading shared = downloading(slow)) {
      var later =
          CompletableFuture.supplyAsync(
              () -> shared.fetch("a lot", paused, events::add), Thread::startVirtualThread);
      begun.await();
      await().until(() -> !shared.downloads().isEmpty());
      shared.pause(shared.downloads().getFirst().id());
      go.countDown();

      assertThat(shared.fetch(urgent, events::add).failed()).isEmpty();
      assertThat(shared.downloads())
          .singleElement()
          .satisfies(status -> {
            assertThat(status.what()).isEqualTo("a lot");
            assertThat(status.paused()).isTrue();
            assertThat(status.doneContents()).isZero();
            assertThat(status.ended()).isEmpty();
          });
      shared.resume(shared.downloads().getFirst().id());
      assertThat(later.join().received()).isEqualTo(20);
      assertThat(shared.downloads().getFirst().doneBytes()).isEqualTo(20_000);
      assertThat(shared.downloads().getFirst().ended()).isPresent();
    }
  }

  @Test
  void whatSomebodyElseWantsGoesOnThoughADownloadIsPaused() {
    Map<Sha256, Long> contents = contents(3, 1000, one);
    CountDownLatch go = new CountDownLatch(1);
    ContentSource slow =
        (peer, id, size) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return network.open(peer, id, size);
        };
    try (Downloading shared = downloading(slow)) {
      var later =
          CompletableFuture.supplyAsync(
              () -> shared.fetch("later", contents, events::add), Thread::startVirtualThread);
      await().until(() -> !shared.downloads().isEmpty());
      shared.pause(shared.downloads().getFirst().id());
      go.countDown();
      assertThat(shared.fetch(contents, events::add).failed()).isEmpty();
      assertThat(later.join().failed()).isEmpty();
    }
    assertThat(contents.keySet()).allMatch(store::contains);
  }
}
