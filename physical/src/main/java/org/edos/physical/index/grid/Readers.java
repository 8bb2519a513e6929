package org.edos.physical.index.grid;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Who reads answers in this process: the segments that they read stay until they have done, or are
 * forgotten. Safe for many threads.
 */
final class Readers {
  private final Set<Lease> leases = Collections.newSetFromMap(new WeakHashMap<>());
  private boolean missed;

  /** A reader's right to a snapshot's segments. */
  static final class Lease {
    private final Snapshot snapshot;

    private Lease(Snapshot snapshot) {
      this.snapshot = snapshot;
    }
  }

  synchronized Lease enter(Snapshot snapshot) {
    Lease lease = new Lease(snapshot);
    leases.add(lease);
    return lease;
  }

  /** Says whether a sweep passed over segments for readers, of whom this was the last. */
  synchronized boolean leave(Lease lease) {
    boolean last = leases.remove(lease) && leases.isEmpty() && missed;
    if (last) {
      missed = false;
    }
    return last;
  }

  /** The segments that are not to be removed now. */
  synchronized Set<String> segments() {
    Set<String> segments = new HashSet<>();
    for (Lease lease : leases) {
      lease.snapshot.parts().forEach(part -> segments.add(part.segment().id()));
    }
    missed |= !segments.isEmpty();
    return segments;
  }
}
