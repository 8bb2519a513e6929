package org.edos.role.locate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.unit.Sha256;
import org.edos.physical.holdings.PeerHoldings;
import org.edos.physical.lan.LocalNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemons of the local network and the filters of what they hold, fetched again and again:
 * often while this daemon is used, seldom otherwise. Who has a content is then told from memory.
 * Safe for use by many threads.
 */
final class NearPeers implements LocalNetwork.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NearPeers.class);
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration IN_USE = Duration.ofMinutes(5);
  private static final int ASKED_PER_SECOND = 10;
  private static final int ASKED_AT_ONCE = 8;
  private static final long MOST_FILTER_BYTES = 32 << 20;

  /** What is known of a peer; guarded by the lock. */
  private static final class Known {
    private final boolean given;
    private Optional<HoldingsFilter> filter = Optional.empty();
    private Instant due;
    private boolean asked;
    private int failures;

    Known(boolean given, Instant due) {
      this.given = given;
      this.due = due;
    }
  }

  private final URI self;
  private final PeerHoldings holdings;
  private final Reputation reputation;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Semaphore asking = new Semaphore(ASKED_AT_ONCE);
  private final Map<URI, Known> peers = new HashMap<>();
  private volatile Map<URI, HoldingsFilter> filters = Map.of();
  private volatile Instant used;
  private boolean closed;

  /**
   * Asks nobody yet.
   *
   * @param given peers that are asked whether they are found or not
   */
  NearPeers(
      URI self, Collection<URI> given, PeerHoldings holdings, Reputation reputation, Clock clock) {
    this.self = self;
    this.holdings = holdings;
    this.reputation = reputation;
    this.clock = clock;
    this.used = clock.instant();
    given.stream()
        .filter(peer -> !peer.equals(self))
        .forEach(peer -> peers.put(peer, new Known(true, clock.instant())));
  }

  /** Begins to ask. */
  void begin() {
    Thread.ofVirtual().name("edos-near-peers").start(this::work);
  }

  @Override
  public void appeared(URI peer) {
    if (peer.equals(self)) {
      return;
    }
    lock.lock();
    try {
      Known known = peers.get(peer);
      if (known != null) {
        known.due = clock.instant();
      } else if (peers.size() < LocalNetwork.MOST_PEERS) {
        peers.put(peer, new Known(false, clock.instant()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    reputation.back(peer);
  }

  @Override
  public void gone(URI peer) {
    lock.lock();
    try {
      Known known = peers.get(peer);
      if (known != null && !known.given) {
        peers.remove(peer);
      } else if (known != null) {
        known.filter = Optional.empty();
      }
      publish();
    } finally {
      lock.unlock();
    }
  }

  /** Peers that say they have a content, told from memory. */
  List<URI> holders(Sha256 content) {
    List<URI> holders = new ArrayList<>();
    filters.forEach((peer, filter) -> {
      if (filter.mayHold(content)) {
        holders.add(peer);
      }
    });
    return holders;
  }

  /** The daemon is used: filters are to be fresh from now on. */
  void use() {
    Instant now = clock.instant();
    boolean idle = now.isAfter(used.plus(IN_USE));
    used = now;
    if (idle) {
      lock.lock();
      try {
        peers.values().stream()
            .filter(known -> known.failures == 0)
            .forEach(known -> known.due = now);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Every peer, and whether it told what it holds. */
  Map<URI, Boolean> known() {
    lock.lock();
    try {
      Map<URI, Boolean> all = new HashMap<>();
      peers.forEach((peer, known) -> all.put(peer, known.filter.isPresent()));
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    lock.lock();
    try {
      while (!closed) {
        Instant now = clock.instant();
        Instant next = now.plus(SELDOM);
        for (Map.Entry<URI, Known> entry : peers.entrySet()) {
          Known known = entry.getValue();
          if (!known.asked && !known.due.isAfter(now)) {
            known.asked = true;
            Thread.ofVirtual().name("edos-near-peer").start(() -> ask(entry.getKey(), known));
          } else if (!known.asked && known.due.isBefore(next)) {
            next = known.due;
          }
        }
        changed.await(Math.max(1, Duration.between(now, next).toMillis()), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void ask(URI peer, Known known) {
    Optional<HoldingsFilter> filter = Optional.empty();
    boolean failed = false;
    asking.acquireUninterruptibly();
    try {
      filter = holdings.filter(peer, filterOf(known));
    } catch (EdosException e) {
      failed = true;
      LOG.debug("{} tells nothing of what it holds: {}", peer, e.getMessage());
    } finally {
      asking.release();
    }
    lock.lock();
    try {
      known.asked = false;
      known.failures = failed ? known.failures + 1 : 0;
      known.filter = filter;
      known.due = clock.instant().plus(pause(known.failures));
      publish();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<HoldingsFilter> filterOf(Known known) {
    lock.lock();
    try {
      return known.filter;
    } finally {
      lock.unlock();
    }
  }

  private Duration pause(int failures) {
    boolean inUse = clock.instant().isBefore(used.plus(IN_USE));
    long often = Math.max(OFTEN.toMillis(), 1000L * peers.size() / ASKED_PER_SECOND);
    long usual = inUse ? often : Math.max(often, SELDOM.toMillis());
    return Duration.ofMillis(Math.min(LONGEST.toMillis(), usual << Math.min(failures, 8)));
  }

  /** Has look-ups see what is known now, as much of it as there is memory for. */
  private void publish() {
    Map<URI, HoldingsFilter> next = new HashMap<>();
    long bytes = 0;
    for (Map.Entry<URI, Known> entry : peers.entrySet()) {
      Optional<HoldingsFilter> filter = entry.getValue().filter;
      if (filter.isPresent() && bytes + filter.get().size() <= MOST_FILTER_BYTES) {
        bytes += filter.get().size();
        next.put(entry.getKey(), filter.get());
      } else {
        entry.getValue().filter = Optional.empty();
      }
    }
    filters = Map.copyOf(next);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
