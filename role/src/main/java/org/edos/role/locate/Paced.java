package org.edos.role.locate;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things one after the other, so many a second at most, by a thread that begins with the first
 * of them. Safe for use by many threads.
 */
final class Paced<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Paced.class);

  private final String name;
  private final BlockingQueue<T> waiting;
  private final long pauseMillis;
  private final Consumer<T> work;
  private boolean working;
  private volatile boolean closed;

  /**
   * Has nothing to do yet.
   *
   * @param most that may wait; what is added beyond is left undone
   * @param perSecond at most 1000
   */
  Paced(String name, int most, int perSecond, Consumer<T> work) {
    this.name = name;
    this.waiting = new LinkedBlockingQueue<>(most);
    this.pauseMillis = 1000 / perSecond;
    this.work = work;
  }

  /** Says whether it will be done. */
  synchronized boolean add(T one) {
    boolean taken = !closed && waiting.offer(one);
    if (taken && !working) {
      working = true;
      Thread.ofVirtual().name(name).start(this::workOff);
    }
    return taken;
  }

  private void workOff() {
    while (true) {
      T next = next();
      if (next == null) {
        return;
      }
      try {
        work.accept(next);
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.debug("{}: {}", name, e.toString());
      }
    }
  }

  @org.jspecify.annotations.Nullable
  private synchronized T next() {
    T next = closed ? null : waiting.poll();
    working = next != null;
    return next;
  }

  @Override
  public void close() {
    closed = true;
  }
}
