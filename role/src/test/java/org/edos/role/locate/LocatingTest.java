package org.edos.role.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.edos.physical.lan.memory.MemoryLocalNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocatingTest {
  private static final Duration NONE = Duration.ZERO;

  private final MemoryLocalNetwork.Cable cable = new MemoryLocalNetwork.Cable();
  private final MemoryHoldings holdings = new MemoryHoldings();
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

  private static KnownFile add(ContentStore store, byte[] bytes) {
    Sha256 id = Sha256.of(bytes);
    store.add(id, bytes.length, new ByteArrayInputStream(bytes));
    return new KnownFile(id, bytes.length);
  }

  private Locating daemon(int number, Shared shared, URI... given) {
    URI self = address(number);
    Locating locating =
        new Locating(
            new Locating.Parts(
                self,
                Optional.of(new MemoryLocalNetwork(cable, Optional.of(self))),
                List.of(given),
                holdings,
                shared,
                new MemoryDocumentStore(),
                Clock.systemUTC()));
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

  @Test
  void whoHasAFileNearIsFoundWithoutBeingNamed() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    Locating holding = daemon(1, Shared.of(store));
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
    daemon(1, Shared.of(store)).close();
    Locating asking = daemon(2, Shared.nothing(), address(1), address(2));

    await().until(() -> !asking.find(file, NONE).isEmpty());
    assertThat(asking.neighbours()).containsOnlyKeys(address(1));
  }

  @Test
  void whoGoesIsNoHolderAnyMore() {
    ContentStore store = store(1);
    KnownFile file = add(store, new byte[] {1, 2, 3});
    Locating holding = daemon(1, Shared.of(store));
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
  void whatComesLaterIsToldLater() {
    ContentStore store = store(1);
    add(store, new byte[] {1});
    daemon(1, Shared.of(store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> asking.neighbours().containsValue(true));

    KnownFile later = add(store, new byte[] {1, 2, 3});

    await().atMost(Duration.ofSeconds(30)).until(() -> !asking.find(later, NONE).isEmpty());
  }

  @Test
  void theHashesOfPiecesAreThoseOfTheHoldersFile() throws Exception {
    ContentStore store = store(1);
    byte[] bytes = new byte[3 * PieceHashes.PIECE_BYTES + 5];
    new java.util.Random(3).nextBytes(bytes);
    KnownFile file = add(store, bytes);
    daemon(1, Shared.of(store));
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
    daemon(1, Shared.of(store));
    Locating asking = daemon(2, Shared.nothing());
    await().until(() -> !asking.find(file, NONE).isEmpty());

    asking.failed(asking.find(file, NONE).getFirst(), file, Failing.LYING);

    assertThat(asking.find(file, NONE)).isEmpty();
  }
}
