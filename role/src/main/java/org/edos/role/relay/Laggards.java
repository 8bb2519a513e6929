package org.edos.role.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Peers that somebody waited for in vain just now: for a second the origin goes before them, and
 * for twice as long each time that they are late again, a minute at most. A peer that hangs thus
 * costs its delay once and not with every file, and one that only hesitated is soon asked first
 * again. Safe for use by many threads.
 */
final class Laggards {
  private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 1_000;

  private record Pause(long sinceNanos, long nanos) {
    boolean isOver(long now) {
      return now - sinceNanos >= nanos;
    }
  }

  private final LongSupplier nanoTime;
  private final Map<URI, Pause> pauses = new LinkedHashMap<>();

  /** Goes by this time, in nanoseconds since whenever. */
  Laggards(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A peer did not give in time. What was asked of it before its pause began counts once. */
  synchronized void late(URI peer) {
    long now = nanoTime.getAsLong();
    Pause last = pauses.get(peer);
    if (last != null && !last.isOver(now)) {
      return;
    }
    long nanos = last == null ? SHORTEST_NANOS : Math.min(LONGEST_NANOS, 2 * last.nanos());
    pauses.remove(peer);
    pauses.put(peer, new Pause(now, nanos));
    if (pauses.size() > MOST) {
      Iterator<URI> oldest = pauses.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** A peer gave in time. */
  synchronized void prompt(URI peer) {
    pauses.remove(peer);
  }

  /** Whether the origin goes before this peer. */
  synchronized boolean isLate(URI peer) {
    Pause pause = pauses.get(peer);
    return pause != null && !pause.isOver(nanoTime.getAsLong());
  }
}
