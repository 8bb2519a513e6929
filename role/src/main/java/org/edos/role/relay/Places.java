package org.edos.role.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many transfers run at once. Others wait in order, but those that somebody waits for
 * come before those that are brought ahead. Safe for use by many threads.
 */
final class Places {
  /** Somebody who waits for a place. */
  interface Waiting {
    /** Whether somebody waits for what it brings. */
    boolean isWanted();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int free;

  Places(int most) {
    this.free = most;
  }

  /** Waits for a place. */
  void enter(Waiting who) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting.addLast(who);
      try {
        while (free == 0 || next() != who) {
          changed.await();
        }
        free--;
      } finally {
        waiting.remove(who);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Waiting next() {
    for (Waiting who : waiting) {
      if (who.isWanted()) {
        return who;
      }
    }
    return waiting.peekFirst();
  }

  /** Gives a place back. */
  void leave() {
    lock.lock();
    try {
      free++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody has come to be wanted. */
  void reorder() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
