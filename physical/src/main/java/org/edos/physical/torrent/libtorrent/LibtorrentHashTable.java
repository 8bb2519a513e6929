package org.edos.physical.torrent.libtorrent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.FixedItem;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.libtorrent.Message.Announce;
import org.edos.physical.torrent.libtorrent.Message.Ended;
import org.edos.physical.torrent.libtorrent.Message.Find;
import org.edos.physical.torrent.libtorrent.Message.Found;
import org.edos.physical.torrent.libtorrent.Message.GetItem;
import org.edos.physical.torrent.libtorrent.Message.Item;
import org.edos.physical.torrent.libtorrent.Message.Met;
import org.edos.physical.torrent.libtorrent.Message.PutItem;

/**
 * The hash table of a torrent engine's process, which runs for as long as this is open. A search
 * under way when the process dies ends without an answer. Safe for use by many threads.
 */
final class LibtorrentHashTable implements HashTable {
  private static final int KEY_DIGITS = 2 * FixedItem.BYTES;
  private static final long LONGEST_SECONDS = 5;
  private static final int MOST_SEARCHES = 10_000;

  /** Somebody who waits for what is told of a key. */
  private record Waiting(
      Consumer<Set<InetSocketAddress>> found, CompletableFuture<Optional<byte[]>> ended) {}

  private final LibtorrentEngine engine;
  private final Map<String, List<Waiting>> waiting = new HashMap<>();
  private volatile int nodes;

  LibtorrentHashTable(LibtorrentEngine engine) {
    this.engine = engine;
  }

  @Override
  public void meet(List<InetSocketAddress> nodes) {
    engine.meet(nodes);
  }

  @Override
  public OptionalInt port() {
    return engine.listenPort();
  }

  @Override
  public int nodes() {
    return nodes;
  }

  @Override
  public void announce(Sha256 content, int port) {
    engine.tellTable(new Announce(key(content), port));
  }

  /** As long as a torrent's infohash. */
  private static String key(Sha256 content) {
    return content.hex().substring(0, KEY_DIGITS);
  }

  @Override
  public CompletableFuture<Void> find(Sha256 content, Consumer<Set<InetSocketAddress>> found) {
    var key = key(content);
    return ask(key, found, new Find(key)).thenAccept(item -> {});
  }

  @Override
  public void put(Sha256 seed, byte[] item) {
    engine.tellTable(new PutItem(seed.hex(), FixedItem.checked(item).clone()));
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(Sha256 seed) {
    return ask(seed.hex(), holders -> {}, new GetItem(seed.hex()));
  }

  @Override
  public FixedItem putFixed(byte[] item) {
    var name = FixedItem.of(item);
    engine.tellTable(new PutItem("", item.clone()));
    return name;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> getFixed(FixedItem name) {
    return ask(name.hex(), holders -> {}, new GetItem(name.hex()))
        .thenApply(item -> item.filter(bytes -> FixedItem.of(bytes).equals(name)));
  }

  private CompletableFuture<Optional<byte[]>> ask(
      String key, Consumer<Set<InetSocketAddress>> found, Message question) {
    var ended = new CompletableFuture<Optional<byte[]>>();
    var one = new Waiting(found, ended);
    synchronized (this) {
      if (waiting.size() >= MOST_SEARCHES) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      waiting.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
    }
    engine.tellTable(question);
    return ended
        .completeOnTimeout(Optional.empty(), LONGEST_SECONDS, TimeUnit.SECONDS)
        .whenComplete((item, failure) -> forget(key, one));
  }

  private synchronized void forget(String key, Waiting one) {
    var others = waiting.get(key);
    if (others != null && others.remove(one) && others.isEmpty()) {
      waiting.remove(key);
    }
  }

  private synchronized List<Waiting> waiting(String key) {
    return List.copyOf(waiting.getOrDefault(key, List.of()));
  }

  /** Takes in what the process tells of the table. */
  void heard(Message message) {
    switch (message) {
      case Met met -> nodes = met.nodes();
      case Found found -> {
        var holders = addresses(found.holders());
        waiting(found.key()).forEach(one -> one.found().accept(holders));
      }
      case Ended ended ->
          waiting(ended.key()).forEach(one -> one.ended().complete(Optional.empty()));
      case Item item ->
          waiting(item.key()).forEach(one -> one.ended().complete(Optional.of(item.item())));
      default -> throw new IllegalArgumentException("not of the table");
    }
  }

  private static Set<InetSocketAddress> addresses(List<String> holders) {
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    for (var holder : holders) {
      int blank = holder.indexOf(' ');
      try {
        // It is numeric: nothing is looked up.
        addresses.add(
            new InetSocketAddress(
                holder.substring(0, blank), Integer.parseInt(holder.substring(blank + 1))));
      } catch (IllegalArgumentException e) {
        // Not an address that can be called.
      }
    }
    return HashTable.bounded(addresses);
  }

  @Override
  public void close() {
    engine.closeTable();
  }
}
