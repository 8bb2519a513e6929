package org.edos.role.locate;

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
final class Recent<K, V> {
  private final long most;
  private final ToLongFunction<V> weight;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weights;

  Recent(long most, ToLongFunction<V> weight) {
    this.most = most;
    this.weight = weight;
  }

  /** So many entries, whatever they are. */
  Recent(int most) {
    this(most, value -> 1);
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
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
  synchronized V computeIfAbsent(K key, Supplier<V> make) {
    V known = entries.get(key);
    if (known != null) {
      return known;
    }
    V made = make.get();
    put(key, made);
    return made;
  }

  /** The value after a change, of the one there is or of another. */
  synchronized V change(K key, V otherwise, Function<V, V> change) {
    V known = entries.get(key);
    V changed = change.apply(known == null ? otherwise : known);
    put(key, changed);
    return changed;
  }

  synchronized void remove(K key) {
    V known = entries.remove(key);
    if (known != null) {
      weights -= weight.applyAsLong(known);
    }
  }

  synchronized Map<K, V> copy() {
    return Map.copyOf(entries);
  }
}
