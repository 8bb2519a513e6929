package org.edos.role.locate;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.physical.holdings.PeerHoldings;
import org.edos.physical.torrent.HashTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this machine's node of the hash table together with others: those that the user names, and
 * those of the daemons that are known. By one thread of its own.
 */
final class Meetings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Meetings.class);
  private static final long SOON_SECONDS = 5;
  private static final long LATER_SECONDS = 600;
  private static final int MOST_ASKED = 50;

  private final HashTable table;
  private final List<String> given;
  private final Supplier<Collection<URI>> daemons;
  private final PeerHoldings holdings;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Meets nobody yet.
   *
   * @param given nodes, {@code host:port}
   * @param daemons addresses of daemons that may have nodes
   */
  Meetings(
      HashTable table,
      List<String> given,
      Supplier<Collection<URI>> daemons,
      PeerHoldings holdings) {
    this.table = table;
    this.given = given;
    this.daemons = daemons;
    this.holdings = holdings;
  }

  void begin() {
    Thread.ofVirtual().name("edos-meeting").start(this::work);
  }

  private void work() {
    try {
      long pause = 0;
      long soon = SOON_SECONDS;
      while (!ended.await(pause, TimeUnit.SECONDS)) {
        pause = meet() ? LATER_SECONDS : soon;
        soon = Math.min(LATER_SECONDS, 2 * soon);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Names those to the node that are found; says whether any was. */
  private boolean meet() {
    List<InetSocketAddress> nodes = new ArrayList<>();
    for (String node : given) {
      int colon = node.lastIndexOf(':');
      String host = node.substring(0, colon).replaceAll("[\\[\\]]", "");
      add(host, Integer.parseInt(node.substring(colon + 1)), nodes);
    }
    daemons.get().stream().limit(MOST_ASKED).forEach(daemon -> ask(daemon, nodes));
    if (!nodes.isEmpty()) {
      table.meet(nodes);
    }
    return !nodes.isEmpty() && table.port().isPresent();
  }

  private void ask(URI daemon, List<InetSocketAddress> nodes) {
    try {
      OptionalInt port = holdings.hashTableNode(daemon);
      port.ifPresent(number -> add(daemon.getHost().replaceAll("[\\[\\]]", ""), number, nodes));
    } catch (EdosException e) {
      LOG.debug("{} names no node: {}", daemon, e.getMessage());
    }
  }

  private static void add(String host, int port, List<InetSocketAddress> nodes) {
    InetSocketAddress node = new InetSocketAddress(host, port);
    if (node.isUnresolved()) {
      LOG.warn("the node {}:{} of the hash table has no address; see dht-nodes", host, port);
    } else {
      nodes.add(node);
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
