package org.edos.physical.torrent;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * A distributed hash table of a network of its own: who holds a content, and small items, with
 * nobody in charge. Everything in it is the word of strangers, and a hint at best. Contents are
 * looked for by the beginning of their SHA-256. What was put is forgotten by the network in less
 * than an hour (holders) or two (items) unless it is put again. Safe for use by many threads.
 */
public interface HashTable extends AutoCloseable {
  /** Most bytes of an item. */
  int MOST_ITEM_BYTES = 990;

  /** Most holders that are told of for one content. */
  int MOST_HOLDERS = 100;

  /** Names other nodes: one suffices to reach all. They are remembered. */
  void meet(List<InetSocketAddress> nodes);

  /** The port of this machine's node; empty while it has none. */
  OptionalInt port();

  /** How many other nodes this machine's knows directly, a few seconds ago; 0 while it is alone. */
  int nodes();

  /**
   * Says that this machine holds a content. Nobody hears it while this machine's node is alone.
   *
   * @param port at which its daemon gives it; the address is the one that the network sees
   */
  void announce(Sha256 content, int port);

  /**
   * Looks for the holders of a content.
   *
   * @param found is told of holders as answers come in, the same ones again perhaps, by a thread
   *     that must not be held up; resolved addresses
   * @return done when the search has ended, seconds later at most; never fails
   */
  CompletableFuture<Void> find(Sha256 content, Consumer<Set<InetSocketAddress>> found);

  /**
   * Puts an item where everybody who knows the seed can find it, and put another in its place.
   *
   * @throws EdosException usage if it is longer than {@link #MOST_ITEM_BYTES}, or empty
   */
  void put(Sha256 seed, byte[] item);

  /** The newest item of a seed, seconds later at most; empty where there is none. Never fails. */
  CompletableFuture<Optional<byte[]>> get(Sha256 seed);

  /**
   * Puts an item under its own hash, so that it cannot be changed.
   *
   * @return the hash to get it by
   * @throws EdosException usage if it is longer than {@link #MOST_ITEM_BYTES}, or empty
   */
  FixedItem putFixed(byte[] item);

  /** The item of a hash, seconds later at most; empty where there is none. Never fails. */
  CompletableFuture<Optional<byte[]>> getFixed(FixedItem name);

  @Override
  void close();

  /** Takes the addresses that a search may tell of. */
  static Set<InetSocketAddress> bounded(Collection<InetSocketAddress> holders) {
    return Set.copyOf(holders.stream().limit(MOST_HOLDERS).toList());
  }
}
