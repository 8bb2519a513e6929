package org.edos.app.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits what all readers of some streams read together, to an even rate. Safe for use by many
 * threads.
 */
final class UploadCap {
  private static final int MOST_AT_ONCE = 16 << 10;

  private final LongSupplier limit;
  private long freeAtNanos = System.nanoTime();

  /**
   * Nothing is read yet.
   *
   * @param limit in bytes a second, as it is now; 0 for none
   */
  UploadCap(LongSupplier limit) {
    this.limit = limit;
  }

  /** The same bytes, no faster than the limit leaves it; closes the given stream with itself. */
  InputStream limit(InputStream bytes) {
    return limit.getAsLong() == 0 ? bytes : new Limited(bytes);
  }

  private void take(int bytes) throws IOException {
    long bytesPerSecond = limit.getAsLong();
    if (bytesPerSecond == 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long begins = Math.max(freeAtNanos, now);
      freeAtNanos = begins + (long) (bytes * 1e9 / bytesPerSecond);
      wait = freeAtNanos - now;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while others were served");
    }
  }

  private final class Limited extends FilterInputStream {
    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      take(1);
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, Math.min(length, MOST_AT_ONCE));
      if (count > 0) {
        take(count);
      }
      return count;
    }
  }
}
