package org.edos.physical.torrent.memory;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.FixedItem;
import org.edos.physical.torrent.HashTable;

/** One machine's node of a hash table that exists in memory. Safe for use by many threads. */
public final class MemoryHashTable implements HashTable {
  /** What the nodes of one network share. Safe for use by many threads. */
  public static final class Network {
    private final Map<Sha256, Set<InetSocketAddress>> holders = new HashMap<>();
    private final Map<Sha256, byte[]> items = new HashMap<>();
    private final Map<FixedItem, byte[]> fixed = new HashMap<>();

    /** Nothing was put yet. */
    public Network() {}
  }

  private final Network network;
  private final InetSocketAddress self;

  /**
   * A node of a network; whom it meets makes no difference.
   *
   * @param self the address that the network sees
   */
  public MemoryHashTable(Network network, InetSocketAddress self) {
    this.network = network;
    this.self = self;
  }

  @Override
  public void meet(List<InetSocketAddress> nodes) {
    // Everybody is there already.
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.of(self.getPort());
  }

  @Override
  public int nodes() {
    return 1;
  }

  @Override
  public void announce(Sha256 content, int port) {
    synchronized (network) {
      network
          .holders
          .computeIfAbsent(content, id -> new LinkedHashSet<>())
          .add(new InetSocketAddress(self.getAddress(), port));
    }
  }

  @Override
  public CompletableFuture<Void> find(Sha256 content, Consumer<Set<InetSocketAddress>> found) {
    Set<InetSocketAddress> holders;
    synchronized (network) {
      holders = HashTable.bounded(network.holders.getOrDefault(content, Set.of()));
    }
    if (!holders.isEmpty()) {
      found.accept(holders);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void put(Sha256 seed, byte[] item) {
    byte[] checked = FixedItem.checked(item).clone();
    synchronized (network) {
      network.items.put(seed, checked);
    }
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(Sha256 seed) {
    synchronized (network) {
      return CompletableFuture.completedFuture(Optional.ofNullable(network.items.get(seed)));
    }
  }

  @Override
  public FixedItem putFixed(byte[] item) {
    FixedItem name = FixedItem.of(item);
    synchronized (network) {
      network.fixed.put(name, item.clone());
    }
    return name;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> getFixed(FixedItem name) {
    synchronized (network) {
      return CompletableFuture.completedFuture(Optional.ofNullable(network.fixed.get(name)));
    }
  }

  @Override
  public void close() {
    // What it put stays, as it does where a machine leaves.
  }
}
