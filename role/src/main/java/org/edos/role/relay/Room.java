package org.edos.role.relay;

import java.util.ArrayList;
import java.util.List;
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

  Room(ContentStore store, Kept kept) {
    this.store = store;
    this.kept = kept;
  }

  /** Removes as much as has to go for so many bytes more; nothing if that would not help. */
  synchronized void make(long bytes) {
    if (excess(bytes) <= 0 || excess(bytes) > kept.bytes()) {
      return;
    }
    while (excess(bytes) > 0) {
      List<Kept.Entry> oldest = kept.leastRecentlyUsed(AT_ONCE);
      if (oldest.isEmpty()) {
        return;
      }
      kept.forget(remove(oldest, bytes));
    }
  }

  private List<Sha256> remove(List<Kept.Entry> oldest, long bytes) {
    List<Sha256> removed = new ArrayList<>();
    for (Kept.Entry entry : oldest) {
      if (excess(bytes) > 0) {
        store.remove(entry.id());
        removed.add(entry.id());
      }
    }
    return removed;
  }

  private long excess(long bytes) {
    return store.usedBytes() + bytes - store.quotaBytes();
  }
}
