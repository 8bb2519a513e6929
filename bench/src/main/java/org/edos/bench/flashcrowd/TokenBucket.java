package org.edos.bench.flashcrowd;

import java.util.concurrent.TimeUnit;

/** Limits what several threads send together, to an even rate. Safe for use by many threads. */
final class TokenBucket {
  private final double bytesPerNano;
  private long freeAt = System.nanoTime();

  TokenBucket(int bytesPerSecond) {
    this.bytesPerNano = bytesPerSecond / 1e9;
  }

  /** Waits until these bytes may be sent. */
  void take(int bytes) throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      freeAt = Math.max(freeAt, now) + (long) (bytes / bytesPerNano);
      wait = freeAt - now;
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }
}
