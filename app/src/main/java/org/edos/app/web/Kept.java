package org.edos.app.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last few things of a kind, by name. Safe for use by many threads: its monitor guards all. */
final class Kept<K, V> {
  private final Map<K, V> all;

  /**
   * Keeps nothing yet.
   *
   * @param most how many; those used longest ago go
   */
  Kept(int most) {
    this.all =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void put(K name, V value) {
    all.put(name, value);
  }

  synchronized Optional<V> find(K name) {
    return Optional.ofNullable(all.get(name));
  }
}
