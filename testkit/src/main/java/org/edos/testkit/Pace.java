package org.edos.testkit;

/** Keeps bytes to a rate by waiting. Safe for many threads, which share the rate. */
final class Pace {
  private long rate;
  private long freeAt;

  /** Bytes a second; 0 for no limit. */
  synchronized void limit(long bytesPerSecond) {
    rate = bytesPerSecond;
    freeAt = System.nanoTime();
  }

  /** How many bytes to send between two waits, at most. */
  synchronized int portion() {
    return rate == 0 ? 1 << 20 : (int) Math.clamp(rate / 50, 1, 64 << 10);
  }

  /** Waits until so many bytes may go. */
  void await(int bytes) throws InterruptedException {
    long pause;
    synchronized (this) {
      if (rate == 0) {
        return;
      }
      long now = System.nanoTime();
      freeAt = Math.max(freeAt, now) + bytes * 1_000_000_000L / rate;
      pause = freeAt - now;
    }
    Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
  }
}
