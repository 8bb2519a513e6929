package org.edos.app.rest;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.edos.core.channel.Caller;

/**
 * What waits to be sent on one connection of those that follow everything. Filled by any thread
 * without waiting. Safe for use by many threads: its monitor guards all it holds.
 */
final class EventFeed implements EventConnection.Listener {
  private static final int MOST_WAITING = 256;

  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private final Supplier<Caller> caller;
  private final boolean peerEvents;
  private final EventHub hub;
  private Optional<EventConnection> connection = Optional.empty();
  private boolean ended;

  /**
   * Nothing waits yet.
   *
   * @param caller who listens, by now
   */
  EventFeed(EventHub hub, Supplier<Caller> caller, boolean peerEvents) {
    this.hub = hub;
    this.caller = caller;
    this.peerEvents = peerEvents;
  }

  Caller caller() {
    return caller.get();
  }

  boolean wantsPeerEvents() {
    return peerEvents;
  }

  /** From now on it goes out on this connection, as soon as that is open. */
  synchronized void on(EventConnection taken) {
    connection = Optional.of(taken);
    if (ended) {
      taken.close();
    }
  }

  /**
   * Adds a frame; ends the connection where it has fallen too far behind, since it must miss none.
   */
  synchronized void offer(ByteBuffer frame) {
    if (waiting.size() >= MOST_WAITING) {
      end();
    } else if (!ended) {
      waiting.add(frame);
      drain();
    }
  }

  /** Adds a frame unless half of the room is taken: progress may be missed. */
  synchronized void offerIfRoom(ByteBuffer frame) {
    if (waiting.size() < MOST_WAITING / 2) {
      offer(frame);
    }
  }

  private synchronized void drain() {
    if (connection.isPresent()) {
      EventConnection open = connection.get();
      while (!waiting.isEmpty() && open.gather(waiting.element())) {
        waiting.remove();
      }
      open.flush();
    }
  }

  synchronized void end() {
    ended = true;
    waiting.clear();
    connection.ifPresent(EventConnection::close);
  }

  @Override
  public void opened() {
    drain();
  }

  @Override
  public void writable() {
    drain();
  }

  @Override
  public void closed() {
    hub.close(this);
  }
}
