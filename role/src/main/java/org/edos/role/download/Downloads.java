package org.edos.role.download;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.swarm.DownloadStatus;

/**
 * The downloads that were asked for by name: those under way, and the last that ended; and which of
 * them are held up, which ends with the process. Safe for use by many threads.
 */
final class Downloads {
  private static final int KEPT = 50;

  private static final class Download {
    final long id;
    final String what;
    final Object key;
    final List<Fetching> fetchings;
    final long bytes;
    final Instant began;
    Optional<Instant> ended = Optional.empty();

    Download(long id, String what, Object key, List<Fetching> fetchings, Instant began) {
      this.id = id;
      this.what = what;
      this.key = key;
      this.fetchings = fetchings;
      this.bytes = fetchings.stream().mapToLong(Fetching::size).sum();
      this.began = began;
    }
  }

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Long, Download> all = new LinkedHashMap<>();
  private final Set<Object> held = new HashSet<>();
  private volatile boolean anyHeld;
  private long ids;

  Downloads(Clock clock) {
    this.clock = clock;
  }

  /** A number for a download to be. */
  long newId() {
    lock.lock();
    try {
      return ++ids;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lists a download, if there is anything to fetch.
   *
   * @param key by which it is held up
   */
  void begin(long id, String what, Object key, Collection<Fetching> fetchings) {
    if (fetchings.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      List<Long> old =
          all.values().stream()
              .filter(download -> download.ended.isPresent())
              .map(download -> download.id)
              .toList();
      old.stream().limit(Math.max(0, all.size() + 1L - KEPT)).forEach(all::remove);
      all.put(id, new Download(id, what, key, List.copyOf(fetchings), clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  void end(long id) {
    lock.lock();
    try {
      Download download = all.get(id);
      if (download != null) {
        download.ended = Optional.of(clock.instant());
        if (download.key.equals(id)) {
          held.remove(id);
          anyHeld = !held.isEmpty();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those under way and the last that ended, the newest first. */
  List<DownloadStatus> list() {
    lock.lock();
    try {
      List<DownloadStatus> statuses = new ArrayList<>();
      all.values().forEach(download -> statuses.add(status(download)));
      return statuses.reversed();
    } finally {
      lock.unlock();
    }
  }

  private DownloadStatus status(Download download) {
    int here = 0;
    int failed = 0;
    long bytes = 0;
    for (Fetching fetching : download.fetchings) {
      here += fetching.isHere() ? 1 : 0;
      failed += fetching.hasFailed() ? 1 : 0;
      bytes += fetching.doneBytes();
    }
    return new DownloadStatus(
        download.id,
        download.what,
        download.fetchings.size(),
        download.bytes,
        here,
        bytes,
        failed,
        download.ended.isEmpty() && held.contains(download.key),
        download.began,
        download.ended);
  }

  /**
   * Holds up a download, or lets it go on.
   *
   * @throws EdosException (not found) if none of this number is under way
   */
  void hold(long id, boolean hold) {
    lock.lock();
    try {
      Download download = all.get(id);
      if (download == null || download.ended.isPresent()) {
        throw EdosException.notFound("no download " + id + " is under way; it has ended");
      }
      holdKey(download.key, hold);
    } finally {
      lock.unlock();
    }
  }

  /** Holds up whatever has this key, now and later, or lets it go on. */
  void holdKey(Object key, boolean hold) {
    lock.lock();
    try {
      boolean different = hold ? held.add(key) : held.remove(key);
      anyHeld = !held.isEmpty();
      if (different) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Somebody else wants a content that may be held up. */
  void changed() {
    if (anyHeld) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean areHeld(Collection<?> keys) {
    if (!anyHeld) {
      return false;
    }
    lock.lock();
    try {
      return held.containsAll(keys);
    } finally {
      lock.unlock();
    }
  }

  void awaitFree(Collection<?> keys) throws InterruptedException {
    if (!anyHeld) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (held.containsAll(keys)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
