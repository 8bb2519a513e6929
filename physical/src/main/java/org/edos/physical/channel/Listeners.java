package org.edos.physical.channel;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.edos.core.channel.ChannelEvent;
import org.jspecify.annotations.Nullable;

/**
 * Those who listen to a log of channels. Each is told on one thread of its own, in the order in
 * which {@link #tell} was called, so a slow or failing one delays nobody. Up to 1,024 events wait
 * for a listener; one that falls further behind is told nothing more until it has worked these off,
 * and then the newest event that it missed in each channel, whose id shows the gap to be read from
 * the log. Safe for use by many threads.
 */
public final class Listeners implements AutoCloseable {
  private static final int WAITING = 1024;

  private final List<Listener> all = new CopyOnWriteArrayList<>();

  /** Adds a listener; closing the registration ends it, after the event that it is being told. */
  public ChannelReader.Registration add(Consumer<ChannelEvent> told) {
    Listener listener = new Listener(told);
    all.add(listener);
    listener.start();
    return () -> {
      all.remove(listener);
      listener.end();
    };
  }

  /**
   * Leaves an event for each listener and returns at once. Calls for one channel come in the order
   * of ids.
   */
  public void tell(ChannelEvent event) {
    all.forEach(listener -> listener.offer(event));
  }

  /** Ends every listener. */
  @Override
  public void close() {
    all.forEach(Listener::end);
    all.clear();
  }

  /** What waits for one listener; the lock guards the three fields below it. */
  private static final class Listener {
    private final Consumer<ChannelEvent> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Queue<ChannelEvent> waiting = new ArrayDeque<>();
    private final Map<String, ChannelEvent> missed = new LinkedHashMap<>();
    private boolean ended;

    Listener(Consumer<ChannelEvent> told) {
      this.told = told;
    }

    void start() {
      Thread.ofVirtual().name("channel-listener").start(this::run);
    }

    void offer(ChannelEvent event) {
      lock.lock();
      try {
        if (missed.isEmpty() && waiting.size() < WAITING) {
          waiting.add(event);
        } else {
          missed.put(event.channel(), event);
        }
        arrived.signal();
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        arrived.signal();
      } finally {
        lock.unlock();
      }
    }

    private void run() {
      for (ChannelEvent next = take(); next != null; next = take()) {
        try {
          told.accept(next);
        } catch (RuntimeException failed) {
          report(failed);
        }
      }
    }

    private @Nullable ChannelEvent take() {
      lock.lock();
      try {
        while (!ended && waiting.isEmpty() && missed.isEmpty()) {
          arrived.awaitUninterruptibly();
        }
        if (waiting.isEmpty()) {
          waiting.addAll(missed.values());
          missed.clear();
        }
        return ended ? null : waiting.remove();
      } finally {
        lock.unlock();
      }
    }

    private static void report(RuntimeException failed) {
      System.getLogger(Listeners.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "a listener of a channel failed; it is told of the next event",
              failed);
    }
  }
}
