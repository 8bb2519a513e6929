package org.edos.physical.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.edos.core.OneByte;

/**
 * A body as a stream whose reads never wait for ever. Time spent waiting adds up, and every byte
 * that arrives pays some of it back: a sender that keeps below the least rate for the stall time is
 * given up, whether it sends nothing or dribbles. A few batches of buffers, of 16 to 128 kB as a
 * rule, are asked for ahead: memory stays bounded, and the sender need not stop for every one. Read
 * by one thread.
 */
public final class ArrivingBytes extends InputStream implements BodySubscriber<InputStream> {
  private record Batch(List<ByteBuffer> buffers, boolean last, Throwable failure) {}

  private static final Throwable NONE = new IOException("none");
  private static final int MOST_AHEAD = 4;
  private static final int ASKED_AT_ONCE = MOST_AHEAD / 2;

  private final long stallNanos;
  private final long nanosPerByte;
  private final BlockingQueue<Batch> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<InputStream> self = CompletableFuture.completedFuture(this);
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private List<ByteBuffer> current = List.of();
  private int next;
  private int taken;
  private long waitedNanos;
  private boolean ended;
  private volatile boolean closed;

  /**
   * Waits at most so long.
   *
   * @param leastRate bytes a second; 0 where any byte counts as progress
   */
  public ArrivingBytes(Duration stall, long leastRate) {
    this.stallNanos = stall.toNanos();
    this.nanosPerByte = leastRate == 0 ? Long.MAX_VALUE / (1L << 32) : 1_000_000_000L / leastRate;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return self;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
    if (closed) {
      given.cancel();
    } else {
      given.request(MOST_AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(new Batch(buffers, false, NONE));
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new Batch(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    arrived.add(new Batch(List.of(), true, NONE));
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (next < current.size()) {
        ByteBuffer buffer = current.get(next);
        if (buffer.hasRemaining()) {
          int count = Math.min(length, buffer.remaining());
          buffer.get(into, offset, count);
          return count;
        }
        next++;
      } else {
        await();
      }
    }
    return -1;
  }

  @Override
  public int available() {
    int left = next < current.size() ? current.get(next).remaining() : 0;
    Batch following = arrived.peek();
    return left > 0 || following == null
        ? left
        : following.buffers().stream().mapToInt(ByteBuffer::remaining).sum();
  }

  private void await() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    Batch batch = arrived.poll();
    if (batch == null) {
      long before = System.nanoTime();
      batch = pollFor(stallNanos - waitedNanos);
      waitedNanos += System.nanoTime() - before;
    }
    if (batch == null || waitedNanos > stallNanos) {
      close();
      throw new HttpTimeoutException(
          "stalled: waited " + stallNanos / 1_000_000_000L + " s for bytes");
    }
    if (batch.failure() != NONE) {
      throw new IOException(
          "the connection broke: " + batch.failure().getMessage(), batch.failure());
    }
    ended = batch.last();
    current = batch.buffers();
    next = 0;
    long bytes = current.stream().mapToLong(ByteBuffer::remaining).sum();
    waitedNanos = Math.max(0, waitedNanos - Math.min(bytes, 1L << 31) * nanosPerByte);
    if (!ended && ++taken == ASKED_AT_ONCE) {
      taken = 0;
      subscription.join().request(ASKED_AT_ONCE);
    }
  }

  @org.jspecify.annotations.Nullable
  private Batch pollFor(long nanos) throws IOException {
    try {
      return arrived.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("interrupted", e);
    }
  }

  /** Gives the connection up, unless everything has arrived; from any thread. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription.getNow(null);
    if (given != null) {
      given.cancel();
    }
    arrived.add(new Batch(List.of(), true, new IOException("closed")));
  }
}
