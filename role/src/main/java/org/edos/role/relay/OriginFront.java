package org.edos.role.relay;

import java.io.IOException;
import java.util.Optional;

/**
 * Streams a file from its origin into its place, from the front on. What peers have brought
 * meanwhile is passed over.
 */
final class OriginFront implements Runnable {
  /** Who hears how it ended. */
  interface Listener {
    /** Everything behind its position is there. */
    void finished();

    /** There is no hope of more from here. */
    void gone(OriginGone why);

    /** What came cannot be kept. */
    void unwritable(Exception why);
  }

  private static final int BUFFER_BYTES = 128 << 10;
  private static final long PATIENCE_NANOS = 200_000_000;

  private final ArrivingFile arriving;
  private final int generation;
  private final OriginReader reader;
  private final Listener listener;
  private volatile long lastByteNanos = System.nanoTime();
  private volatile boolean begun;

  OriginFront(ArrivingFile arriving, OriginReader reader, Listener listener) {
    this.arriving = arriving;
    this.generation = arriving.generation();
    this.reader = reader;
    this.listener = listener;
  }

  OriginReader reader() {
    return reader;
  }

  /** Whether bytes came lately. */
  boolean isGiving(long withinNanos) {
    return begun && System.nanoTime() - lastByteNanos < withinNanos;
  }

  /** Asks anew where bytes came and then no more for a time. */
  void revive(long afterNanos) {
    if (begun && System.nanoTime() - lastByteNanos > afterNanos) {
      lastByteNanos = System.nanoTime();
      reader.breakOff();
    }
  }

  @Override
  public void run() {
    try {
      stream();
      listener.finished();
      reader.finish();
    } catch (OriginGone e) {
      listener.gone(e);
    } catch (IOException | RuntimeException e) {
      reader.close();
      listener.unwritable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reader.close();
      listener.gone(new OriginGone("it was given up", Optional.empty()));
    }
  }

  private void stream() throws OriginGone, IOException, InterruptedException {
    long size = arriving.file().size();
    long at = arriving.nextMissing(0);
    reader.seek(at);
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, size)];
    while (at < size) {
      int count = reader.read(buffer);
      begun = true;
      lastByteNanos = System.nanoTime();
      long next = arriving.origin(generation, at, buffer, count);
      if (next < size && next != at + count) {
        next = settled(next);
        reader.seek(next);
      }
      at = next;
    }
  }

  /** Leaves a piece behind those that are there to the peer that is about to bring it. */
  private long settled(long next) throws InterruptedException {
    long now = System.nanoTime();
    while (arriving.isAwaited(next, PATIENCE_NANOS)
        && System.nanoTime() - now < PATIENCE_NANOS
        && arriving.nextMissing(next) == next) {
      arriving.awaitMove(PATIENCE_NANOS);
    }
    return arriving.nextMissing(next);
  }
}
