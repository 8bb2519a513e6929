package org.edos.physical.snapshot.sqlite;

import java.util.Optional;
import java.util.function.Supplier;
import org.edos.core.Recent;
import org.edos.physical.snapshot.FoundFile;

/**
 * What was found lately, until anything is written: apt asks for a file soon after it was looked up
 * ahead of it. Safe for use by many threads.
 */
final class RecentFinds {
  private static final int MOST = 4_096;

  private final Recent<String, FoundFile> found = new Recent<>(MOST);
  private long version;

  /** What was found, else what is found now. */
  Optional<FoundFile> find(String key, Supplier<Optional<FoundFile>> search) {
    long before;
    synchronized (this) {
      Optional<FoundFile> known = found.get(key);
      if (known.isPresent()) {
        return known;
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
