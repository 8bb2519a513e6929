package org.edos.app.rest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A socket on which events go out, taken over from the server when the head of the answer was sent.
 * It has no thread and no buffer of its own: frames are shared with other connections and written
 * by whoever has one; what the system does not take at once goes on when the socket is writable.
 * Safe for use by many threads: its monitor guards all it holds.
 */
final class EventConnection extends AbstractConnection.NonBlocking
    implements Connection.UpgradeTo, Callback {
  /** Hears of the connection; its calls must return at once. */
  interface Listener {
    /** The head has been sent: frames are taken from now on. */
    void opened();

    /** A frame was refused, and would be taken now. */
    void writable();

    /** The connection is over, whoever ended it. */
    void closed();
  }

  private static final int MOST_GATHERED = 64;
  private static final int MOST_STALLED = 4;
  private static final int ASKED = 64;
  private static final ByteBuffer HEARTBEAT = ByteBuffer.wrap(new byte[] {':', '\n', '\n'});

  private final EventConnections all;
  private final Listener listener;
  private List<ByteBuffer> gathered = List.of();
  private boolean open;
  private boolean ended;
  private boolean writing;
  private boolean refused;
  private int stalled;

  EventConnection(EndPoint endPoint, Executor executor, EventConnections all, Listener listener) {
    super(endPoint, executor);
    this.all = all;
    this.listener = listener;
  }

  /**
   * Takes a frame, which goes out at the next {@link #flush}, or earlier where many wait.
   *
   * @param frame shared and not changed
   * @return false if those before it have not gone out: the listener is told when they have
   */
  synchronized boolean gather(ByteBuffer frame) {
    if (!open || writing || ended) {
      refused = true;
      return false;
    }
    if (gathered.isEmpty()) {
      gathered = new ArrayList<>(1);
    }
    gathered.add(frame);
    if (gathered.size() >= MOST_GATHERED) {
      flush();
    }
    return true;
  }

  /** Sends what was gathered. */
  synchronized void flush() {
    if (!writing && !gathered.isEmpty()) {
      ByteBuffer[] frames = gathered.stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
      gathered = List.of();
      write(frames);
    }
  }

  /** Takes a frame and sends it; like {@link #gather}. */
  synchronized boolean send(ByteBuffer frame) {
    boolean taken = gather(frame);
    flush();
    return taken;
  }

  private void write(ByteBuffer... frames) {
    writing = true;
    stalled = 0;
    getEndPoint().write(this, frames);
  }

  /** Keeps the connection alive; ends it where nothing has gone out for long, or its socket has. */
  synchronized void heartbeat() {
    if (!getEndPoint().isOpen() || (writing && ++stalled >= MOST_STALLED)) {
      close();
    } else if (open && !writing) {
      flush();
      if (!writing) {
        write(HEARTBEAT.duplicate());
      }
    }
  }

  @Override
  public void succeeded() {
    synchronized (this) {
      writing = false;
      if (!refused || ended) {
        return;
      }
      refused = false;
    }
    listener.writable();
  }

  @Override
  public void failed(Throwable failure) {
    close();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void onUpgradeTo(ByteBuffer early) {
    // Whatever else the client has sent is no part of its one request.
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(0);
    synchronized (this) {
      open = true;
      refused = false;
    }
    fillInterested();
    listener.opened();
  }

  /** A client that has more to say, or has said its last, is gone. */
  @Override
  public void onFillable() {
    try {
      if (getEndPoint().fill(BufferUtil.allocate(ASKED)) == 0) {
        fillInterested();
        return;
      }
    } catch (java.io.IOException e) {
      // It is gone.
    }
    close();
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    close();
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    end();
  }

  @Override
  public void close() {
    super.close();
    end();
  }

  private void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      gathered = List.of();
    }
    all.ended(this);
    listener.closed();
  }
}
