package org.edos.physical.grid;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key in the grid. What a writing call has returned from is on the disk of every node
 * that keeps it. Reads are answered from this node's copies where it has them, otherwise by one
 * round trip to the nodes that do. Each call is tried again, for some seconds, while nodes come and
 * go; then it fails as external, saying which nodes are away. A call that fails may have been done.
 * A writing call is refused on a mirror unless the {@link Placement} lets every member write.
 *
 * <p>Values are never changed by those who read them: they may be the grid's own. The handle stays
 * good when the node leaves the grid and joins again. Safe for use by many threads.
 *
 * @param <K> keys, small; bulk calls take them in their order
 * @param <V> values, {@code byte[]} or String, each well below 16 MiB
 */
public final class GridCache<K extends Comparable<K>, V> {
  private final GridCalls calls;
  private final String name;
  private final Placement placement;

  GridCache(GridCalls calls, String name, Placement placement) {
    this.calls = calls;
    this.name = name;
    this.placement = placement;
  }

  /** The value under a key. */
  public Optional<V> get(K key) {
    return read(cache -> Optional.ofNullable(cache.get(key)));
  }

  /** The values under these keys, asked for at once; keys without a value are left out. */
  public Map<K, V> getAll(Set<? extends K> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Set<K> sorted = new TreeSet<>(keys);
    return read(cache -> cache.getAll(sorted));
  }

  /** Whether there is a value under a key. */
  public boolean containsKey(K key) {
    return read(cache -> cache.containsKey(key));
  }

  /** Every key, in order; those that are put or removed meanwhile may be among them or not. */
  public Set<K> keys() {
    return read(cache -> {
      Set<K> keys = new TreeSet<>();
      for (Cache.Entry<K, V> entry : cache) {
        keys.add(entry.getKey());
      }
      return keys;
    });
  }

  /** How many entries there are. */
  public long size() {
    return read(IgniteCache::sizeLong);
  }

  /** Puts a value. */
  public void put(K key, V value) {
    write(cache -> {
      cache.put(key, value);
      return true;
    });
  }

  /** Puts values, each for itself: other readers may see some before the others. */
  public void putAll(Map<? extends K, ? extends V> entries) {
    if (!entries.isEmpty()) {
      Map<K, V> sorted = new TreeMap<>(entries);
      write(cache -> {
        cache.putAll(sorted);
        return true;
      });
    }
  }

  /** Puts a value where there is none, in one step; says whether it did. */
  public boolean putIfAbsent(K key, V value) {
    boolean[] again = new boolean[1];
    return write(cache -> {
      boolean repeated = again[0];
      again[0] = true;
      return cache.putIfAbsent(key, value) || (repeated && holds(cache, key, value));
    });
  }

  /** Puts a value in the place of another, in one step; says whether that one was there. */
  public boolean replace(K key, V before, V after) {
    boolean[] again = new boolean[1];
    return write(cache -> {
      boolean repeated = again[0];
      again[0] = true;
      return cache.replace(key, before, after) || (repeated && holds(cache, key, after));
    });
  }

  /** An attempt that failed may have been done before it did. */
  private static <K, V> boolean holds(IgniteCache<K, V> cache, K key, V value) {
    return Objects.deepEquals(cache.get(key), value);
  }

  /** Removes the value under a key; says whether there was one. */
  public boolean remove(K key) {
    return write(cache -> cache.remove(key));
  }

  /** Removes the values under these keys. */
  public void removeAll(Collection<? extends K> keys) {
    if (!keys.isEmpty()) {
      Set<K> sorted = new TreeSet<>(keys);
      write(cache -> {
        cache.removeAll(sorted);
        return true;
      });
    }
  }

  /** Removes everything. */
  public void clear() {
    write(cache -> {
      cache.removeAll();
      return true;
    });
  }

  /**
   * Changes an entry in one step where it is kept.
   *
   * @param processor may run more than once, and must then change nothing further
   */
  public <R> R invoke(K key, CacheEntryProcessor<K, V, R> processor, Object... arguments) {
    return write(cache -> cache.invoke(key, processor, arguments));
  }

  /** Changes entries where they are kept, each in one step; leaves out results that are null. */
  public <R> Map<K, R> invokeAll(
      Set<? extends K> keys,
      CacheEntryProcessor<K, V, ? extends @Nullable R> processor,
      Object... arguments) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Set<K> sorted = new TreeSet<>(keys);
    return write(cache -> {
      Map<K, R> results = new HashMap<>();
      cache
          .invokeAll(sorted, processor, arguments)
          .forEach((key, result) -> {
            @Nullable R value = result.get();
            if (value != null) {
              results.put(key, value);
            }
          });
      return results;
    });
  }

  /**
   * Where a key is read: on this node where it keeps the key, otherwise on the first node that
   * does.
   */
  public Owner owner(K key) {
    return calls.run(ignite -> {
      var owners = ignite.<K>affinity(name).mapKeyToPrimaryAndBackups(key);
      var here = ignite.cluster().localNode();
      if (owners.contains(here)) {
        return new Owner(here.consistentId().toString(), true);
      }
      return owners.stream()
          .findFirst()
          .map(first -> new Owner(first.consistentId().toString(), false))
          .orElseThrow(() -> EdosException.external("no node holds " + key + " of " + name));
    });
  }

  /**
   * A node that holds a key.
   *
   * @param node its name
   * @param local whether it is this one
   */
  public record Owner(String node, boolean local) {}

  private <T> T read(Function<IgniteCache<K, V>, T> operation) {
    return calls.run(ignite -> operation.apply(calls.cache(ignite, name, placement)));
  }

  private <T> T write(Function<IgniteCache<K, V>, T> operation) {
    return calls.write(placement, ignite -> operation.apply(calls.cache(ignite, name, placement)));
  }
}
