package org.edos.role;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.core.EdosException;

/**
 * The one thread that owns a role's state. Everything that touches the state is handed to it and
 * runs there, in the order in which it came. Work that fails is logged and does not stop the
 * thread. Safe for use by many threads.
 */
public final class OwnerThread implements AutoCloseable {
  private static final long GRACE_SECONDS = 2;

  private final String name;
  private final ScheduledExecutorService executor;

  /** A daemon thread of this name. */
  public OwnerThread(String name) {
    this.name = name;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
  }

  /** Hands work over and does not wait for it; after {@link #close} it is dropped. */
  public void execute(Runnable work) {
    try {
      executor.execute(() -> run(work));
    } catch (RejectedExecutionException e) {
      System.getLogger(name).log(System.Logger.Level.DEBUG, "dropped: the thread has ended", e);
    }
  }

  /** Runs work now, and again whenever so much time has passed since it ended. */
  public void every(Duration period, Runnable work) {
    executor.scheduleWithFixedDelay(
        () -> run(work), 0, Math.max(1, period.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** A trigger for work, any number of whose calls before the work begins are one. */
  public Runnable trigger(Runnable work) {
    AtomicBoolean waiting = new AtomicBoolean();
    return () -> {
      if (waiting.compareAndSet(false, true)) {
        execute(() -> {
          waiting.set(false);
          work.run();
        });
      }
    };
  }

  /**
   * Does work there and waits for what comes of it. Not to be called on the thread itself.
   *
   * @throws EdosException whatever the work throws; external if the thread has ended or the caller
   *     is interrupted
   */
  public <T> T call(Callable<T> work) {
    try {
      return executor.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (RejectedExecutionException e) {
      throw EdosException.external("this peer is shutting down; ask again when it is back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted; ask again", e);
    }
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      System.getLogger(name).log(System.Logger.Level.ERROR, "work of " + name + " failed", e);
    }
  }

  /**
   * Ends the thread: lets what it is doing come to its end for a moment, and then interrupts it.
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
        executor.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
