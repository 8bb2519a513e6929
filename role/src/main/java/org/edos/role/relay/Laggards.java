package org.edos.role.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Peers that somebody waited for in vain lately: they are still asked, but the origin is not kept
 * waiting for them, so that a peer that hangs costs its delay once and not with every file. Safe
 * for use by many threads.
 */
final class Laggards {
  private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 1_000;

  private final Map<URI, Long> sinceNanos = new LinkedHashMap<>();

  /** A peer did not give in time. */
  synchronized void late(URI peer) {
    sinceNanos.remove(peer);
    sinceNanos.put(peer, System.nanoTime());
    Iterator<URI> oldest = sinceNanos.keySet().iterator();
    if (sinceNanos.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  /** A peer gave in time. */
  synchronized void prompt(URI peer) {
    sinceNanos.remove(peer);
  }

  /** Whether a peer was late and not prompt since. */
  synchronized boolean isLate(URI peer) {
    Long since = sinceNanos.get(peer);
    return since != null && System.nanoTime() - since < REMEMBERED_NANOS;
  }
}
