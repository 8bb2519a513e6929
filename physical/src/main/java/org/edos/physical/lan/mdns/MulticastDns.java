package org.edos.physical.lan.mdns;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.edos.core.EdosException;
import org.edos.physical.lan.LocalNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local network by multicast DNS. A daemon is the service {@code _edos._tcp} under a name made
 * of chance for each run: it tells a port and nothing of the machine or its user. Where others may
 * use its gateway it is also {@code _apt_proxy._tcp}, by which apt's own helpers find one.
 * Everything is opened by a thread of its own, since it takes a while. Safe for use by many
 * threads.
 */
public final class MulticastDns implements LocalNetwork {
  static final String DAEMON = "_edos._tcp.local.";
  private static final String APT_PROXY = "_apt_proxy._tcp.local.";
  private static final Logger LOG = LoggerFactory.getLogger(MulticastDns.class);
  private static final long CLOSING_MILLIS = 200;
  private static final int MOST_INTERFACES = 4;

  private final String host;
  private final int port;
  private final boolean visible;
  private final boolean proxy;
  private final String name = HexFormat.of().formatHex(random(8));
  private final List<JmDNS> open = new ArrayList<>();
  private Optional<Thread> opening = Optional.empty();
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param host the address that the daemon listens on; a wildcard means every interface
   * @param port of the daemon
   * @param visible whether others are told of it
   * @param proxy whether they may fetch existing repositories through it
   * @throws EdosException usage if there is no such port
   */
  public MulticastDns(String host, int port, boolean visible, boolean proxy) {
    if (port < 1 || port > 65_535) {
      throw EdosException.usage("a daemon's port is from 1 to 65535, not " + port);
    }
    this.host = host;
    this.port = port;
    this.visible = visible;
    this.proxy = proxy;
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  @Override
  public synchronized void begin(Listener listener) {
    if (closed) {
      return;
    }
    Found found = new Found(name, listener);
    opening =
        Optional.of(Thread.ofPlatform().daemon().name("lan-opening").start(() -> openAll(found)));
  }

  private void openAll(Found found) {
    List<LocalAddress> addresses = LocalAddress.of(host);
    for (LocalAddress address : addresses.subList(0, Math.min(MOST_INTERFACES, addresses.size()))) {
      try {
        if (isClosed()) {
          return;
        }
        open(address, found);
      } catch (IOException e) {
        LOG.warn(
            "no peers are found by multicast at {}: {}; name them with lan-peers",
            address.address().getHostAddress(),
            e.getMessage());
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void open(LocalAddress at, Found found) throws IOException {
    // Without a name of our own it would tell the machine's.
    JmDNS opened = JmDNS.create(at.address(), "edos-" + name);
    if (!keep(opened)) {
      end(opened);
      return;
    }
    opened.addServiceListener(DAEMON, found.at(opened, at));
    if (visible) {
      opened.registerService(ServiceInfo.create(DAEMON, name, port, 0, 0, Map.of()));
      if (proxy && !at.address().isLoopbackAddress()) {
        opened.registerService(ServiceInfo.create(APT_PROXY, name, port, 0, 0, Map.of()));
      }
    }
  }

  private synchronized boolean keep(JmDNS opened) {
    if (!closed) {
      open.add(opened);
    }
    return !closed;
  }

  /** Others hear of it at once; what remains to be done goes on by itself for two seconds. */
  @Override
  public void close() {
    List<JmDNS> ending;
    synchronized (this) {
      closed = true;
      ending = List.copyOf(open);
      open.clear();
    }
    List<Thread> threads =
        ending.stream()
            .map(one -> Thread.ofPlatform().daemon().name("lan-closing").start(() -> end(one)))
            .toList();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(JmDNS one) {
    try {
      one.close();
    } catch (IOException e) {
      LOG.debug("multicast DNS did not end well: {}", e.getMessage());
    }
  }
}
