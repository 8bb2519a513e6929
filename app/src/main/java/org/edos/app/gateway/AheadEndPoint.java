package org.edos.app.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that goes on reading while a request is answered. apt writes up to ten requests at
 * once and Jetty handles one after the other: what it will ask for next is thus known, and can be
 * on its way, long before its turn. Bytes read ahead are kept, 16 kB at most, until they are asked
 * for.
 */
final class AheadEndPoint extends SocketChannelEndPoint {
  private static final int MOST_AHEAD = 16 * 1024;
  private static final int MOST_TARGETS = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final RequestScanner scanner = new RequestScanner();
  private final List<String> targets = new ArrayList<>();
  private final Callback readable = new Arrival();
  private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;
  private boolean ended;
  private boolean watching;
  private @Nullable Callback reader;
  private @Nullable Consumer<String> expected;

  AheadEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /**
   * Reads on while the request in hand is answered.
   *
   * @param own the target of the request in hand
   * @param found is told the target of each request that follows; it must return at once
   */
  void watch(String own, Consumer<String> found) {
    lock.lock();
    try {
      expected = found;
      targets.remove(own);
      targets.forEach(found);
      targets.clear();
      arm();
    } finally {
      lock.unlock();
    }
  }

  /** The answer is as good as sent: what comes now is handled in a moment. */
  void unwatch() {
    lock.lock();
    try {
      expected = null;
    } finally {
      lock.unlock();
    }
  }

  private void arm() {
    if (!watching && !ended && ahead.remaining() < MOST_AHEAD && !super.isFillInterested()) {
      watching = true;
      if (!super.tryFillInterested(readable)) {
        watching = false;
      }
    }
  }

  private void found(String target) {
    if (target.isEmpty()) {
      return;
    }
    if (expected != null) {
      expected.accept(target);
    } else if (targets.size() < MOST_TARGETS) {
      targets.add(target);
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    lock.lock();
    try {
      if (ahead.hasRemaining()) {
        int count = BufferUtil.append(buffer, ahead);
        if (!ahead.hasRemaining()) {
          ahead = BufferUtil.EMPTY_BUFFER;
        }
        return count;
      }
      if (ended) {
        return -1;
      }
      int count = super.fill(buffer);
      if (count > 0) {
        scanOwn(buffer.slice(buffer.limit() - count, count));
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** The first request of what Jetty reads itself is the one that it handles next. */
  private void scanOwn(ByteBuffer bytes) {
    boolean[] first = {true};
    scanner.scan(
        bytes,
        target -> {
          if (!first[0]) {
            found(target);
          }
          first[0] = false;
        });
  }

  private void readAhead() {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_AHEAD);
    BufferUtil.clear(buffer);
    BufferUtil.append(buffer, ahead);
    int before = buffer.remaining();
    try {
      ended = super.fill(buffer) < 0;
    } catch (IOException e) {
      ended = true;
    }
    if (buffer.remaining() > before) {
      scanner.scan(buffer.slice(before, buffer.remaining() - before), this::found);
    }
    ahead = buffer.hasRemaining() ? buffer : BufferUtil.EMPTY_BUFFER;
    arm();
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!tryFillInterested(callback)) {
      throw new ReadPendingException();
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    lock.lock();
    try {
      if (ahead.hasRemaining() || ended) {
        Thread.ofVirtual().name("edos-http-ahead").start(callback::succeeded);
        return true;
      }
      if (!watching) {
        return super.tryFillInterested(callback);
      }
      if (reader != null) {
        return false;
      }
      reader = callback;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isFillInterested() {
    lock.lock();
    try {
      return watching ? reader != null : super.isFillInterested();
    } finally {
      lock.unlock();
    }
  }

  /** Hears that bytes have come: they are Jetty's where it waits for them, and else read ahead. */
  private final class Arrival implements Callback {
    @Override
    public void succeeded() {
      Callback waiting;
      lock.lock();
      try {
        waiting = take();
        if (waiting == null) {
          readAhead();
        }
      } finally {
        lock.unlock();
      }
      if (waiting != null) {
        waiting.succeeded();
      }
    }

    @Override
    public void failed(Throwable failure) {
      Callback waiting;
      lock.lock();
      try {
        waiting = take();
      } finally {
        lock.unlock();
      }
      if (waiting != null) {
        waiting.failed(failure);
      }
    }

    private @Nullable Callback take() {
      watching = false;
      Callback waiting = reader;
      reader = null;
      return waiting;
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }
  }
}
