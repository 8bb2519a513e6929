package org.edos.physical.snapshot.sqlite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.physical.snapshot.FoundFile;

/**
 * What was found lately, until anything is written: apt asks for a file soon after it was looked up
 * ahead of it. Safe for use by many threads.
 */
final class RecentFinds {
  private static final int MOST = 4_096;

  private final Map<String, FoundFile> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FoundFile> eldest) {
          return size() > MOST;
        }
      };
  private long version;

  /** What was found, else what is found now. */
  Optional<FoundFile> find(String key, Supplier<Optional<FoundFile>> search) {
    long before;
    synchronized (this) {
      FoundFile known = found.get(key);
      if (known != null) {
        return Optional.of(known);
      }
      before = version;
    }
    Optional<FoundFile> result = search.get();
    synchronized (this) {
      if (before == version) {
        result.ifPresent(file -> found.put(key, file));
      }
    }
    return result;
  }

  /** Something was written: what is being searched for now is not remembered either. */
  synchronized void clear() {
    version++;
    found.clear();
  }
}
