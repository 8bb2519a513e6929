package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.HashTableContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten engine processes on the loopback interface, of which each was told of one other. */
class LibtorrentHashTableIT extends HashTableContract {
  private static final int NODES = 10;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static final List<LibtorrentEngine> ENGINES = new ArrayList<>();
  private static final List<HashTable> TABLES = new ArrayList<>();

  @BeforeAll
  static void starts() {
    for (int i = 0; i < NODES; i++) {
      var engine = new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("engine" + i)));
      ENGINES.add(engine);
      TABLES.add(engine.hashTable());
    }
    await().atMost(LONG).until(() -> TABLES.stream().allMatch(table -> table.port().isPresent()));
    for (int i = 1; i < NODES; i++) {
      TABLES.get(i).meet(List.of(address(TABLES.get(i / 2))));
    }
    // What is announced by a node that is alone reaches nobody.
    await().atMost(LONG).until(() -> TABLES.stream().allMatch(table -> table.nodes() > 0));
  }

  private static InetSocketAddress address(HashTable table) {
    return new InetSocketAddress("127.0.0.1", table.port().orElseThrow());
  }

  @AfterAll
  static void ends() {
    ENGINES.parallelStream().forEach(LibtorrentEngine::close);
    ENGINES.clear();
    TABLES.clear();
  }

  @Override
  protected List<HashTable> nodes() {
    return TABLES;
  }

  @Override
  protected String host() {
    return "127.0.0.1";
  }

  @Test
  void everyAnnouncedKeyIsFoundByEveryNode() {
    List<Sha256> contents =
        IntStream.range(0, 100)
            .mapToObj(i -> Sha256.of(("content " + i).getBytes(StandardCharsets.US_ASCII)))
            .toList();
    for (int i = 0; i < contents.size(); i++) {
      TABLES.get(i % NODES).announce(contents.get(i), 2000 + i % NODES);
    }

    for (int i = 0; i < contents.size(); i++) {
      int number = i;
      HashTable asker = TABLES.get((i + 3) % NODES);
      await()
          .atMost(LONG)
          .untilAsserted(() -> {
            Set<InetSocketAddress> found = ConcurrentHashMap.newKeySet();
            asker.find(contents.get(number), found::addAll).join();
            assertThat(found)
                .containsExactly(new InetSocketAddress("127.0.0.1", 2000 + number % NODES));
          });
    }
  }
}
