package org.edos.role.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.holdings.memory.MemoryHoldings;
import org.edos.physical.kept.Kept;
import org.edos.physical.kept.memory.MemoryKept;
import org.edos.physical.lan.memory.MemoryLocalNetwork;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.memory.MemoryHashTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocatingTest {
  private static final Duration NONE = Duration.ZERO;

  private final MemoryLocalNetwork.Cable cable = new MemoryLocalNetwork.Cable();
  private final MemoryHoldings holdings = new MemoryHoldings();
  private final Kept kept = new MemoryKept();
  private final MemoryHashTable.Network network = new MemoryHashTable.Network();
  private Optional<LocationIndex> locations = Optional.empty();
  private boolean isWide;
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void closes() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static URI address(int number) {
    return URI.create("http://192.0.2." + number + ":9977");
  }

  private ContentStore store(int number) {
    ContentStore store = FileContentStore.open(folder.resolve("store" + number), 1 << 30);
    open.add(store);
    return store;
  }

  private KnownFile add(ContentStore store, byte[] bytes) {
    Sha256 id = Sha256.of(bytes);
    store.add(id, bytes.length, new ByteArrayInputStream(bytes));
    kept.keep(List.of(new Kept.Entry(id, bytes.length, Instant.EPOCH)));
    return new KnownFile(id, bytes.length);
  }

  private Locating daemon(int number, Shared shared, URI... given) {
    return daemon(cable, number, shared, given);
  }

  private Locating daemon(MemoryLocalNetwork.Cable at, int number, Shared shared, URI... given) {
    URI self = address(number);
    Locating locating =
        new Locating(
            new Locating.Parts(
                self,
                Optional.of(new MemoryLocalNetwork(at, Optional.of(self))),
                List.of(given),
                holdings,
                shared,
                new MemoryDocumentStore(),
                Clock.systemUTC(),
                locations,
                wide(self)));
    open.add(locating);
    holdings.start(
        self,
        new MemoryHoldings.Daemon() {
          @Override
          public Optional<HoldingsFilter> filter() {
            return locating.ownFilter();
          }

          @Override
          public Optional<PieceHashes> pieces(KnownFile file) {
            return locating.ownPieces(file.sha256());
          }
        });
    return locating;
  }

  private Optional<Locating.Wide> wide(URI self) {
    HashTable table =
        new MemoryHashTable(network, new InetSocketAddress(self.getHost(), self.getPort() + 1));
    return isWide ? Optional.of(new Locating.Wide(table, List.of(), List::of)) : Optional.empty();
  }

  @Test
  void whoHasAFileAnywhereIsFoundWhereThatIsWanted() {
    isWide = true;
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    Locating holding = daemonElsewhere(1, Shared.of(kept, store));
    Locating asking = daemonElsewhere(2, Shared.nothing());

    Holder expected = new Holder(address(1), Via.WIDE);
    await().until(() -> network(file));
    assertThat(asking.find(file, Duration.ofSeconds(5))).containsExactly(expected);
    assertThat(asking.find(file, NONE)).containsExactly(expected);
    assertThat(holding.find(file, NONE)).doesNotContain(expected);
  }

  @Test
  void whatIsExpectedIsKnownBeforeItIsAskedFor() {
    MemoryLocationIndex index = new MemoryLocationIndex();
    locations = Optional.of(index);
    KnownFile file = new KnownFile(Sha256.of(new byte[] {4}), 1);
    index.announce(address(3), List.of(file.sha256()));
    index.announce(address(2), List.of(file.sha256()));
    Locating asking = daemonElsewhere(2, Shared.nothing());

    asking.expect(List.of(file));

    await()
        .until(() -> asking.find(file, NONE).equals(List.of(new Holder(address(3), Via.MIRROR))));
  }

  @Test
  void whereNobodyCanBeAskedNothingIsWaitedFor() {
    Locating asking = daemonElsewhere(2, Shared.nothing());
    KnownFile file = new KnownFile(Sha256.of(new byte[] {4}), 1);

    assertThat(asking.find(file, Duration.ofDays(1))).isEmpty();
  }

  @Test
  void theHashesOfPiecesAreFoundInTheHashTable() throws Exception {
    isWide = true;
    for (int pieces : new int[] {3, 60, 80}) {
      ContentStore store = store(pieces);
      byte[] bytes = new byte[pieces * PieceHashes.PIECE_BYTES - 7];
      new Random(pieces).nextBytes(bytes);
      KnownFile file = add(store, bytes);
      daemonElsewhere(pieces, Shared.of(kept, store));
      Locating asking = daemonElsewhere(pieces + 1, Shared.nothing());
      List<Holder> lonely =
          pieces > 70 ? List.of(new Holder(address(pieces), Via.WIDE)) : List.of();

      await().atMost(Duration.ofSeconds(30)).until(() -> network(file));
      assertThat(asking.pieces(file, lonely, Duration.ofSeconds(20)))
          .contains(PieceHashes.of(new ByteArrayInputStream(bytes), bytes.length));
    }
  }

  /** Whether somebody has announced a file, and the hashes of its pieces. */
  private boolean network(KnownFile file) {
    MemoryHashTable table = new MemoryHashTable(network, nobody());
    boolean[] found = {false};
    table.find(file.sha256(), holders -> found[0] = true).join();
    boolean pieces =
        PieceHashes.tier(file.size()) == PieceHashes.Tier.NONE
            || !new PieceItems(table).get(file).join().isNothing();
    return found[0] && pieces;
  }

  private static InetSocketAddress nobody() {
    return new InetSocketAddress("192.0.2.254", 6881);
  }

  private Locating daemonElsewhere(int number, Shared shared) {
    return daemon(new MemoryLocalNetwork.Cable(), number, shared);
  }

  @Test
  void whoHasAFileNearIsFoundWithoutBeingNamed() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    Locating holding = daemon(1, Shared.of(kept, store));
    Locating asking = daemon(2, Shared.nothing());

    Holder expected = new Holder(address(1), Via.LAN);
    await().until(() -> asking.find(file, NONE).equals(List.of(expected)));
    assertThat(holding.find(file, NONE)).isEmpty();
    assertThat(asking.find(new KnownFile(Sha256.of(new byte[0]), 0), NONE)).isEmpty();
  }

  @Test
  void whoIsNamedNeedNotBeFound() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    daemon(1, Shared.of(kept, store)).close();
    Locating asking = daemon(2, Shared.nothing(), address(1), address(2));

    await().until(() -> !asking.find(file, NONE).isEmpty());
    assertThat(asking.acquaintance().near()).containsOnlyKeys(address(1));
  }

  @Test
  void whoGoesIsNoHolderAnyMore() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    Locating holding = daemon(1, Shared.of(kept, store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> !asking.find(file, NONE).isEmpty());

    holding.close();

    await().until(() -> asking.find(file, NONE).isEmpty());
  }

  @Test
  void aLeechTellsNothing() {
    Locating leech = daemon(1, Shared.nothing());

    assertThat(leech.ownFilter()).isEmpty();
    assertThat(leech.ownPieces(Sha256.of(new byte[0]))).isEmpty();
  }

  @Test
  void neighboursAreToldOfWhatIsOnItsWay() {
    Sha256 coming = Sha256.of(new byte[] {7});
    Locating fetching = daemon(1, Shared.of(kept, store(1)));
    fetching.arriving(() -> Set.of(coming));

    assertThat(fetching.ownFilter().orElseThrow().mayHold(coming)).isTrue();
    assertThat(fetching.ownPieces(coming)).isEmpty();
  }

  @Test
  void whatComesLaterIsToldLater() {
    ContentStore store = store(1);
    add(store, new byte[] {1});
    daemon(1, Shared.of(kept, store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> asking.acquaintance().near().containsValue(true));

    KnownFile later = add(store, new byte[] {1, 2, 3});

    await().atMost(Duration.ofSeconds(30)).until(() -> !asking.find(later, NONE).isEmpty());
  }

  @Test
  void theHashesOfPiecesAreThoseOfTheHoldersFile() throws Exception {
    ContentStore store = store(1);
    byte[] bytes = new byte[3 * PieceHashes.PIECE_BYTES + 5];
    new Random(3).nextBytes(bytes);
    KnownFile file = add(store, bytes);
    daemon(1, Shared.of(kept, store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> !asking.find(file, NONE).isEmpty());

    Optional<PieceHashes> list =
        asking.pieces(file, asking.find(file, NONE), Duration.ofSeconds(20));

    assertThat(list).contains(PieceHashes.of(new ByteArrayInputStream(bytes), bytes.length));
    assertThat(list.orElseThrow().matches(3, bytes, 3 * PieceHashes.PIECE_BYTES, 5)).isTrue();
  }

  @Test
  void whoLiedIsNoHolderAnyMore() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    daemon(1, Shared.of(kept, store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> !asking.find(file, NONE).isEmpty());

    asking.failed(asking.find(file, NONE).getFirst(), file, Failing.LYING);

    assertThat(asking.find(file, NONE)).isEmpty();
  }
}
