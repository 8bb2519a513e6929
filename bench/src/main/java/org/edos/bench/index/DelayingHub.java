package org.edos.bench.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A hub between networks that carries Ethernet frames, as VXLAN packs them (RFC 7348), some time
 * late: what {@code tc netem} does where the kernel has it. Frames go where their address was seen,
 * else everywhere. A thread for each network receives, another delivers.
 */
final class DelayingHub implements AutoCloseable {
  static final int PORT = 4789;
  private static final int HEADER = 8;
  private static final int ADDRESS = 6;
  private static final int MOST = 65_535;

  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final List<InetSocketAddress> networks = new ArrayList<>();
  private final Map<Long, Integer> places = new ConcurrentHashMap<>();
  private volatile long delayNanos;

  /** A frame on its way. */
  private record Frame(byte[] bytes, long due) {}

  /**
   * Joins a network.
   *
   * @param here this side's address, on which frames arrive
   * @param there the other side's address
   */
  void join(String here, String there) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(here), PORT));
    socket.setReceiveBufferSize(4 << 20);
    socket.setSendBufferSize(4 << 20);
    int place = sockets.size();
    sockets.add(socket);
    networks.add(new InetSocketAddress(InetAddress.getByName(there), PORT));
    BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    start("receives-" + place, () -> receive(place, socket, frames));
    start("delivers-" + place, () -> deliver(place, frames));
  }

  /** From now on each frame takes so long. */
  void delay(long millis) {
    delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static void start(String name, Runnable task) {
    Thread.ofPlatform().daemon().name("hub-" + name).start(task);
  }

  private void receive(int place, DatagramSocket socket, BlockingQueue<Frame> frames) {
    byte[] buffer = new byte[MOST];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
        if (bytes.length > HEADER + 2 * ADDRESS) {
          TcpChecksum.write(bytes, HEADER);
          places.put(address(bytes, HEADER + ADDRESS), place);
          frames.add(new Frame(bytes, System.nanoTime() + delayNanos));
        }
      } catch (IOException e) {
        requireClosed(socket, e);
      }
    }
  }

  private void deliver(int place, BlockingQueue<Frame> frames) {
    try {
      while (true) {
        Frame frame = frames.take();
        TimeUnit.NANOSECONDS.sleep(frame.due - System.nanoTime());
        int known = places.getOrDefault(address(frame.bytes, HEADER), -1);
        for (int other = 0; other < sockets.size(); other++) {
          if (other != place && (known < 0 || known == other)) {
            send(other, frame.bytes);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(int other, byte[] bytes) {
    DatagramSocket socket = sockets.get(other);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, networks.get(other)));
    } catch (IOException e) {
      requireClosed(socket, e);
    }
  }

  /** A frame that cannot be sent is lost, as on any network, while the hub is being closed. */
  private static void requireClosed(DatagramSocket socket, IOException e) {
    if (!socket.isClosed()) {
      throw new UncheckedIOException(e);
    }
  }

  private static long address(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at) >>> 16;
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
  }
}
