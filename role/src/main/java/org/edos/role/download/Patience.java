package org.edos.role.download;

import java.time.Duration;

/**
 * How long the searches for one request may take together. Each gets half of what is left, so that
 * one that is hard leaves time for those that follow. Safe for many threads.
 */
final class Patience {
  /** With less than this nothing further is begun that can be done without. */
  private static final Duration SCANT = Duration.ofMillis(50);

  private final long end;

  private Patience(long end) {
    this.end = end;
  }

  /** So much time from now. */
  static Patience of(Duration time) {
    return new Patience(System.nanoTime() + time.toNanos());
  }

  /** How long the next search may take. */
  Duration next() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()) / 2);
  }

  /** Whether it is about to end. */
  boolean isScant() {
    return next().compareTo(SCANT) < 0;
  }
}
