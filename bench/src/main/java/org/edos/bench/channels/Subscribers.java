package org.edos.bench.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;

/**
 * Thousands of subscribers on one thread, which hears what comes for any of them. Used by one
 * thread.
 */
final class Subscribers implements AutoCloseable {
  private static final int OPENING_AT_ONCE = 100;
  private static final long PATIENCE_SECONDS = 120;

  private static final class Subscriber {
    private final Wire wire;
    private int expected;
    private long heardAt;

    Subscriber(Wire wire) {
      this.wire = wire;
    }
  }

  private final Selector selector = Selector.open();
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private int missing;

  Subscribers() throws IOException {}

  /** Opens one connection for each wire; returns when all are answered. */
  void open(InetSocketAddress server, List<Wire> wires) throws IOException {
    List<Subscriber> opening = new ArrayList<>();
    for (Wire wire : wires) {
      SocketChannel socket = SocketChannel.open(server);
      socket.write(wire.opening());
      socket.configureBlocking(false);
      Subscriber subscriber = new Subscriber(wire);
      socket.register(selector, SelectionKey.OP_READ, subscriber);
      sockets.add(socket);
      subscribers.add(subscriber);
      opening.add(subscriber);
      if (opening.size() == OPENING_AT_ONCE) {
        awaitReady(opening);
      }
    }
    awaitReady(opening);
  }

  private void awaitReady(List<Subscriber> opening) throws IOException {
    long start = System.nanoTime();
    while (opening.stream().anyMatch(one -> !one.wire.isReady())) {
      hear(start);
    }
    opening.clear();
  }

  /** Begins to wait for so many further events at each. */
  void expect(int events) {
    subscribers.forEach(one -> one.expected = one.wire.events() + events);
    missing = subscribers.size();
  }

  /**
   * Waits until all have heard what is expected.
   *
   * @param start when it was told, in nanoseconds
   * @return for each, how long after that it had heard everything, in milliseconds
   */
  double[] await(long start) throws IOException {
    while (missing > 0) {
      hear(start);
    }
    return subscribers.stream().mapToDouble(one -> (one.heardAt - start) / 1e6).toArray();
  }

  /** Hears what has come, for at most a quarter of a second. */
  void hear() throws IOException {
    hear(System.nanoTime());
  }

  private void hear(long start) throws IOException {
    if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      throw EdosException.external(missing + " subscribers have not heard what was told");
    }
    selector.select(this::read, 250);
  }

  private void read(SelectionKey key) {
    Subscriber subscriber = (Subscriber) key.attachment();
    SocketChannel socket = (SocketChannel) key.channel();
    try {
      buffer.clear();
      if (socket.read(buffer) < 0) {
        throw EdosException.external("a subscriber's connection was ended");
      }
      boolean waiting = subscriber.wire.events() < subscriber.expected;
      subscriber.wire.read(buffer.flip(), answer -> write(socket, answer));
      if (waiting && subscriber.wire.events() >= subscriber.expected) {
        subscriber.heardAt = System.nanoTime();
        missing--;
      }
    } catch (IOException e) {
      throw EdosException.external("a subscriber's connection broke", e);
    }
  }

  private static void write(SocketChannel socket, ByteBuffer bytes) {
    try {
      socket.write(bytes);
    } catch (IOException e) {
      throw EdosException.external("a subscriber cannot answer", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    selector.close();
  }
}
