package org.edos.role.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.kept.Kept;

/**
 * Keeps the gateway's contents within the store's quota: what was not used for longest goes first,
 * and nothing goes that others put there. Safe for use by many threads.
 */
final class Room {
  private static final int AT_ONCE = 32;

  private final ContentStore store;
  private final Kept kept;
  private long promised;

  Room(ContentStore store, Kept kept) {
    this.store = store;
    this.kept = kept;
  }

  /**
   * Removes as much as has to go for so many bytes more, or nothing if that would not help, and has
   * the room taken. Until it is, nobody else counts on it; several may be taking theirs at once.
   *
   * @param take has the store count the bytes
   */
  <T> T taking(long bytes, Supplier<T> take) {
    make(bytes);
    try {
      return take.get();
    } finally {
      taken(bytes);
    }
  }

  private synchronized void make(long bytes) {
    promised += bytes;
    long least = excess() - promised + bytes;
    if (excess() <= 0 || least > kept.bytes()) {
      return;
    }
    while (excess() > 0) {
      List<Kept.Entry> oldest = kept.leastRecentlyUsed(AT_ONCE);
      if (oldest.isEmpty()) {
        return;
      }
      kept.forget(remove(oldest));
    }
  }

  private synchronized void taken(long bytes) {
    promised -= bytes;
  }

  private List<Sha256> remove(List<Kept.Entry> oldest) {
    List<Sha256> removed = new ArrayList<>();
    for (Kept.Entry entry : oldest) {
      if (excess() > 0) {
        store.remove(entry.id());
        removed.add(entry.id());
      }
    }
    return removed;
  }

  /** How much too much there would be; what is just being taken may count twice. */
  private long excess() {
    return store.usedBytes() + promised - store.quotaBytes();
  }
}
