package org.edos.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Remembers what was used last, up to some weight altogether. Safe for use by many threads; its
 * functions are called under its lock and must be quick.
 */
public final class Recent<K, V> {
  private final long most;
  private final ToLongFunction<V> weight;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weights;

  /**
   * Remembers nothing yet.
   *
   * @param most the greatest weight altogether; one entry may be heavier
   * @param weight of a value, which must not change
   */
  public Recent(long most, ToLongFunction<V> weight) {
    this.most = most;
    this.weight = weight;
  }

  /** So many entries, whatever they are. */
  public Recent(int most) {
    this(most, value -> 1);
  }

  /** The value of the key, which is used by that. */
  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Gives the key this value; what was used the longest ago makes room. */
  public synchronized void put(K key, V value) {
    remove(key);
    entries.put(key, value);
    weights += weight.applyAsLong(value);
    var eldest = entries.entrySet().iterator();
    while (weights > most && entries.size() > 1) {
      Map.Entry<K, V> one = eldest.next();
      weights -= weight.applyAsLong(one.getValue());
      eldest.remove();
    }
  }

  /** The value of the key, or a new one from now on. */
  public synchronized V computeIfAbsent(K key, Supplier<V> make) {
    V known = entries.get(key);
    if (known != null) {
      return known;
    }
    V made = make.get();
    put(key, made);
    return made;
  }

  /** The value after a change, of the one there is or of another. */
  public synchronized V change(K key, V otherwise, Function<V, V> change) {
    V known = entries.get(key);
    V changed = change.apply(known == null ? otherwise : known);
    put(key, changed);
    return changed;
  }

  /** Forgets the key. */
  public synchronized void remove(K key) {
    V known = entries.remove(key);
    if (known != null) {
      weights -= weight.applyAsLong(known);
    }
  }

  /** Forgets everything. */
  public synchronized void clear() {
    entries.clear();
    weights = 0;
  }

  /** What is remembered now. */
  public synchronized Map<K, V> copy() {
    return Map.copyOf(entries);
  }
}
