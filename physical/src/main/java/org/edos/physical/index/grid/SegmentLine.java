package org.edos.physical.index.grid;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.edos.core.EdosException;

/**
 * Turns a publication's documents into written segments behind its back: one thread takes documents
 * apart while another builds and writes the segment before. Never more is in memory than those two
 * segments and some batches of documents. Used by one thread.
 */
final class SegmentLine implements AutoCloseable {
  private static final int BATCHES = 4;

  private final BiConsumer<SegmentBuilder, String> write;
  private final ExecutorService gatherer = executor("edos-index-gatherer");
  private final ExecutorService writer = executor("edos-index-writer");
  private final Semaphore room = new Semaphore(BATCHES);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  // The gatherer's own.
  private SegmentBuilder builder = new SegmentBuilder();
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

  /** Builds and writes a segment of the name by what is given. */
  SegmentLine(BiConsumer<SegmentBuilder, String> write) {
    this.write = write;
  }

  private static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /**
   * Takes documents, once there is room.
   *
   * @throws EdosException (external) if any before could not be written
   */
  void add(List<Arrival> batch) {
    requireSound();
    room.acquireUninterruptibly();
    gather(() -> batch.forEach(builder::add), room::release);
  }

  /** The documents since the last segment are a segment. */
  void endSegment(String name) {
    gather(
        () -> {
          SegmentBuilder full = builder;
          builder = new SegmentBuilder();
          writing.join();
          writing = CompletableFuture.runAsync(() -> write.accept(full, name), writer);
        },
        () -> {});
  }

  /**
   * Waits until all is written.
   *
   * @throws EdosException (external) if it could not be
   */
  void await() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    gatherer.execute(() ->
        writing.whenComplete((nothing, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
          done.complete(null);
        }));
    done.join();
    requireSound();
  }

  private void gather(Runnable work, Runnable after) {
    gatherer.execute(() -> {
      try {
        if (failure.get() == null) {
          work.run();
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        after.run();
      }
    });
  }

  private void requireSound() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw EdosException.external(
          "writing to the index failed: " + problem + "; see the log", problem);
    }
  }

  /** Ends after the segment that is being written, without what waits. */
  @Override
  public void close() {
    failure.compareAndSet(null, new IllegalStateException("the publication was closed"));
    gatherer.close();
    writer.close();
  }
}
