package org.edos.role.relay;

import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.edos.core.Recent;

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
      return nanos == 0 || now - sinceNanos >= nanos;
    }
  }

  private static final Pause NONE = new Pause(0, 0);

  private final LongSupplier nanoTime;
  private final Recent<URI, Pause> pauses = new Recent<>(MOST);

  /** Goes by this time, in nanoseconds since whenever. */
  Laggards(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A peer did not give in time. What was asked of it before its pause began counts once. */
  void late(URI peer) {
    long now = nanoTime.getAsLong();
    pauses.change(
        peer,
        NONE,
        last ->
            last.isOver(now)
                ? new Pause(now, Math.clamp(2 * last.nanos(), SHORTEST_NANOS, LONGEST_NANOS))
                : last);
  }

  /** A peer gave in time. */
  void prompt(URI peer) {
    pauses.remove(peer);
  }

  /** Whether the origin goes before this peer. */
  boolean isLate(URI peer) {
    long now = nanoTime.getAsLong();
    return pauses.get(peer).filter(pause -> !pause.isOver(now)).isPresent();
  }
}
