package org.edos.physical.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

/** What every hash table does. */
public abstract class HashTableContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Nodes of one network, all of which can reach each other; at least three. */
  protected abstract List<HashTable> nodes();

  /** The address that the network sees of every node. */
  protected abstract String host();

  private static Sha256 content(String name) {
    return Sha256.of(name.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<InetSocketAddress> found(HashTable node, Sha256 content) {
    Set<InetSocketAddress> found = ConcurrentHashMap.newKeySet();
    node.find(content, found::addAll).join();
    return found;
  }

  @Test
  void whoAnnouncedAContentIsFoundByEveryNode() {
    Sha256 content = content("announced");
    nodes().get(0).announce(content, 9977);

    for (HashTable node : nodes()) {
      await()
          .atMost(LONG)
          .until(() -> found(node, content).equals(Set.of(new InetSocketAddress(host(), 9977))));
    }
  }

  @Test
  void oneContentHasManyHolders() {
    Sha256 content = content("popular");
    nodes().get(0).announce(content, 1001);
    nodes().get(1).announce(content, 1002);
    nodes().get(2).announce(content, 1003);

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(found(nodes().get(1), content))
                .extracting(InetSocketAddress::getPort)
                .containsExactlyInAnyOrder(1001, 1002, 1003));
  }

  @Test
  void aContentThatNobodyHasHasNoHolder() {
    assertThat(found(nodes().get(1), content("nobody's"))).isEmpty();
  }

  @Test
  void anItemIsFoundByItsSeedAndReplacedByALaterOne() {
    Sha256 seed = content("seed");
    byte[] first = {1, 2, 3};
    byte[] later = new byte[HashTable.MOST_ITEM_BYTES];
    Arrays.fill(later, (byte) -7);

    nodes().get(0).put(seed, first);
    await().atMost(LONG).until(() -> is(first, nodes().get(2).get(seed).join()));

    nodes().get(1).put(seed, later);
    await().atMost(LONG).until(() -> is(later, nodes().get(2).get(seed).join()));
    assertThat(nodes().get(2).get(content("no seed")).join()).isEmpty();
  }

  @Test
  void anItemIsFoundByItsOwnHash() {
    byte[] item = "fixed".getBytes(StandardCharsets.US_ASCII);
    FixedItem name = nodes().get(0).putFixed(item);

    assertThat(name).isEqualTo(FixedItem.of(item));
    await().atMost(LONG).until(() -> is(item, nodes().get(2).getFixed(name).join()));
    assertThat(nodes().get(2).getFixed(FixedItem.of(new byte[] {1})).join()).isEmpty();
  }

  @Test
  void whatIsTooLargeForAnItemIsRefused() {
    byte[] large = new byte[HashTable.MOST_ITEM_BYTES + 1];

    assertThatThrownBy(() -> nodes().get(0).put(content("x"), large))
        .isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> nodes().get(0).putFixed(large)).isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> nodes().get(0).putFixed(new byte[0]))
        .isInstanceOf(EdosException.class);
  }

  private static boolean is(byte[] expected, Optional<byte[]> item) {
    return item.isPresent() && Arrays.equals(expected, item.get());
  }
}
