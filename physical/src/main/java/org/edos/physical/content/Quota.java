package org.edos.physical.content;

import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;

/**
 * Counts the bytes of a store against the most that it may hold. Safe for use by many threads,
 * without locks.
 */
public final class Quota {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /**
   * Nothing used yet.
   *
   * @param most in bytes
   * @throws EdosException usage if negative
   */
  public Quota(long most) {
    if (most < 0) {
      throw EdosException.usage("store-quota is a number of bytes, not " + most);
    }
    this.most = most;
  }

  /**
   * Takes bytes, all or none.
   *
   * @throws EdosException exhausted if fewer are left; usage if negative
   */
  public void reserve(long bytes) {
    if (bytes < 0) {
      throw EdosException.usage("a content cannot have " + bytes + " bytes");
    }
    long now;
    do {
      now = used.get();
      if (bytes > most - now) {
        throw EdosException.exhausted(
            "the store is full: %,d of %,d bytes are used and %,d more are needed; raise store-quota or remove contents"
                .formatted(now, most, bytes));
      }
    } while (!used.compareAndSet(now, now + bytes));
  }

  /**
   * Counts bytes that are there already, even beyond the quota; negative ones correct an earlier
   * count.
   */
  public void count(long bytes) {
    used.addAndGet(bytes);
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes taken. */
  public long usedBytes() {
    return used.get();
  }

  /** The most that may be taken. */
  public long quotaBytes() {
    return most;
  }
}
