package org.edos.role.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.edos.core.gateway.PieceHashes;
import org.jspecify.annotations.Nullable;

/** Room for pieces that peers are giving, bounded for all transfers together. */
final class Buffers {
  private static final int MOST = 16;
  private static final int SMALL_BYTES = 64 << 10;

  private final Semaphore places = new Semaphore(MOST);
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /**
   * Room for a piece of this length, at least; nothing if there is none in that time. Small pieces
   * always have some.
   */
  byte @Nullable [] take(int length, long millis) throws InterruptedException {
    if (length <= SMALL_BYTES) {
      return new byte[length];
    }
    if (!places.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      return null;
    }
    byte[] buffer = idle.poll();
    return buffer == null ? new byte[PieceHashes.PIECE_BYTES] : buffer;
  }

  /** Takes room back that {@link #take} gave. */
  void give(byte[] buffer) {
    if (buffer.length == PieceHashes.PIECE_BYTES) {
      idle.add(buffer);
      places.release();
    }
  }

  /** Room for a piece of this length, not taken yet. */
  Place place(int length) {
    return new Place(length);
  }

  /** Room for one piece, taken when it is first needed. For one thread. */
  final class Place implements AutoCloseable {
    private final int length;
    private byte @Nullable [] taken;

    private Place(int length) {
      this.length = length;
    }

    /** The room; nothing if there is none in that time. */
    byte @Nullable [] take(long millis) throws InterruptedException {
      if (taken == null) {
        taken = Buffers.this.take(length, millis);
      }
      return taken;
    }

    /** Gives it back. */
    @Override
    public void close() {
      if (taken != null) {
        give(taken);
      }
    }
  }

  /** Lets go of what is not used. */
  void tidy() {
    idle.clear();
  }
}
