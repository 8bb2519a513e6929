package org.edos.app.rest;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be sent on one connection. Filled by any thread without waiting, emptied by the
 * connection's.
 */
final class EventFeed {
  private static final int MOST_WAITING = 256;

  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final boolean peerEvents;
  private volatile boolean ended;

  EventFeed(boolean peerEvents) {
    this.peerEvents = peerEvents;
  }

  boolean wantsPeerEvents() {
    return peerEvents;
  }

  /**
   * Adds a frame; ends the connection where it has fallen too far behind, since it must miss none.
   */
  void offer(byte[] frame) {
    if (!waiting.offer(frame)) {
      end();
    }
  }

  /** Adds a frame unless half of the room is taken: progress may be missed. */
  void offerIfRoom(byte[] frame) {
    if (waiting.remainingCapacity() > MOST_WAITING / 2) {
      waiting.offer(frame);
    }
  }

  void end() {
    ended = true;
    waiting.clear();
    waiting.offer(new byte[0]);
  }

  boolean isEnded() {
    return ended;
  }

  /** The next frame; empty after so long without one. */
  Optional<byte[]> next(long seconds) throws InterruptedException {
    return Optional.ofNullable(waiting.poll(seconds, TimeUnit.SECONDS));
  }

  /** The next frame, if one waits. */
  Optional<byte[]> nextNow() {
    return Optional.ofNullable(waiting.poll());
  }
}
