package org.edos.role.replicate;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.UnitId;
import org.edos.physical.dissemination.ReplicaOffers;

/**
 * Pushes what a mirror holds: tells chosen peers of an offer, which they ask for here and take up
 * where their users let them. Safe for use by many threads.
 */
public final class ReplicaPushing {
  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final int MOST_PEERS = 1000;
  private static final int MOST_OFFERS = 200;
  private static final int ID_BYTES = 16;

  private final ReplicaOffers offers;
  private final URI self;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ReplicaOffer> open = new LinkedHashMap<>();

  /** Pushes in the name of this address. */
  public ReplicaPushing(ReplicaOffers offers, URI self, Clock clock) {
    this.offers = offers;
    this.self = self;
    this.clock = clock;
  }

  /**
   * Offers to all of these peers at once, and returns when each has answered or failed to.
   *
   * @throws EdosException usage if there is no peer, or there are too many; exhausted if too many
   *     offers are open
   */
  List<Pushed.Answer> offer(List<UnitId> units, Collection<URI> peers) {
    if (peers.isEmpty() || peers.size() > MOST_PEERS) {
      throw EdosException.usage("push to 1 to " + MOST_PEERS + " peers; these are " + peers.size());
    }
    ReplicaNotice notice = new ReplicaNotice(self, opened(units));
    List<Future<Pushed.Answer>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (URI peer : new LinkedHashSet<>(peers)) {
        asked.add(threads.submit(() -> tell(peer, notice)));
      }
    }
    return asked.stream().map(Future::resultNow).toList();
  }

  private String opened(List<UnitId> units) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String written = HexFormat.of().formatHex(id);
    Instant now = clock.instant();
    lock.lock();
    try {
      open.values().removeIf(offer -> offer.expires().isBefore(now));
      if (open.size() >= MOST_OFFERS) {
        throw EdosException.exhausted(
            MOST_OFFERS + " offers are open; try again in " + VALIDITY.toMinutes() + " minutes");
      }
      open.put(written, new ReplicaOffer(units, now.plus(VALIDITY)));
    } finally {
      lock.unlock();
    }
    return written;
  }

  private Pushed.Answer tell(URI peer, ReplicaNotice notice) {
    try {
      return new Pushed.Answer(peer, Optional.of(offers.tell(peer, notice)), "");
    } catch (RuntimeException e) {
      return new Pushed.Answer(peer, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * An offer, for a peer that was told of it.
   *
   * @throws EdosException (not found) if there is none of that id, or it has ended
   */
  public ReplicaOffer offer(String id) {
    lock.lock();
    try {
      ReplicaOffer offer = open.get(id);
      if (offer == null || offer.expires().isBefore(clock.instant())) {
        throw EdosException.notFound("this mirror has no such offer, or it has ended");
      }
      return offer;
    } finally {
      lock.unlock();
    }
  }
}
