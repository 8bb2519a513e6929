package org.edos.role.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.unit.Sha256;

/**
 * One content on its way, for all downloads that want it. It is held up while each of these is.
 * Safe for use by many threads.
 */
final class Fetching {
  /** Every download that wants the content was paused while it came. */
  static final class Held extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Held() {
      super("paused");
    }
  }

  private final Sha256 content;
  private final long size;
  private final Downloads downloads;
  private final Set<Object> keys = ConcurrentHashMap.newKeySet();
  private volatile long arrived;
  private volatile boolean here;
  private volatile boolean failed;

  Fetching(Sha256 content, long size, Downloads downloads) {
    this.content = content;
    this.size = size;
    this.downloads = downloads;
  }

  Sha256 content() {
    return content;
  }

  long size() {
    return size;
  }

  /** A download wants it, too. */
  void wantedBy(Object key) {
    keys.add(key);
    downloads.changed();
  }

  boolean isHeld() {
    return downloads.areHeld(keys);
  }

  /** Waits until one of those who want it is not held up. */
  void awaitTurn() throws InterruptedException {
    downloads.awaitFree(keys);
  }

  /** The same bytes, which end with {@link Held} when the content is held up. */
  InputStream counted(InputStream bytes) {
    arrived = 0;
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        int one = in.read();
        came(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        came(Math.max(0, count));
        return count;
      }
    };
  }

  private void came(int bytes) {
    // Of one reader at a time.
    arrived = arrived + bytes;
    if (isHeld()) {
      arrived = 0;
      throw new Held();
    }
  }

  void ended(boolean isHere) {
    here = isHere;
    failed = !isHere;
  }

  boolean isHere() {
    return here;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Bytes that have come so far. */
  long doneBytes() {
    return here ? size : Math.min(size, arrived);
  }
}
