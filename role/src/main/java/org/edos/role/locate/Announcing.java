package org.edos.role.locate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.torrent.HashTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world what this machine shares: each content when it comes, and again at half of the
 * time after which it would be forgotten. What is no longer shared is not told again. By one thread
 * of its own.
 */
final class Announcing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcing.class);
  private static final long LOOK_MILLIS = 1000;
  private static final int MOST_PER_LOOK = 200;
  private static final Duration HOLDER_RENEWED = Duration.ofMinutes(22);
  private static final Duration ITEM_RENEWED = Duration.ofMinutes(55);
  private static final double SPREAD = 0.1;

  /** When a content is told again, and the list of its pieces. */
  private record Due(Instant holder, Instant item) {}

  private final URI self;
  private final Shared shared;
  private final OwnHoldings own;
  private final HashTable table;
  private final PieceItems items;
  private final Optional<LocationIndex> locations;
  private final Clock clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Sha256, Due> due = new HashMap<>();
  private long seen = Long.MIN_VALUE;
  private volatile int announced;

  Announcing(
      URI self,
      Shared shared,
      OwnHoldings own,
      HashTable table,
      Optional<LocationIndex> locations,
      Clock clock) {
    this.self = self;
    this.shared = shared;
    this.own = own;
    this.table = table;
    this.items = new PieceItems(table);
    this.locations = locations;
    this.clock = clock;
  }

  void begin() {
    Thread.ofVirtual().name("edos-announcing").start(this::work);
  }

  private void work() {
    try {
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (EdosException e) {
          LOG.debug("not everything was announced: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what is due now, some hundred at most. */
  void look() {
    if (table.nodes() == 0) {
      // Nobody hears anything, nor remembers what was said before for long.
      due.clear();
      announced = 0;
      seen = Long.MIN_VALUE;
      return;
    }
    if (shared.version() != seen) {
      takeStock();
    }
    Instant now = clock.instant();
    int told = 0;
    for (Map.Entry<Sha256, Due> entry : due.entrySet()) {
      Due dues = entry.getValue();
      if (told < MOST_PER_LOOK && !dues.holder().isAfter(now)) {
        told++;
        table.announce(entry.getKey(), self.getPort());
        boolean item = !dues.item().isAfter(now);
        if (item) {
          putPieces(entry.getKey());
        }
        entry.setValue(
            new Due(
                now.plus(spread(HOLDER_RENEWED)),
                item ? now.plus(spread(ITEM_RENEWED)) : dues.item()));
      }
    }
    announced = (int) due.values().stream().filter(dues -> dues.holder().isAfter(now)).count();
  }

  /** How many contents others can find here. */
  int announced() {
    return announced;
  }

  private static Duration spread(Duration time) {
    double factor = 1 - ThreadLocalRandom.current().nextDouble(SPREAD);
    return Duration.ofMillis((long) (time.toMillis() * factor));
  }

  private void takeStock() {
    long version = shared.version();
    Set<Sha256> now = new HashSet<>(shared.contents());
    List<Sha256> gone = due.keySet().stream().filter(content -> !now.contains(content)).toList();
    gone.forEach(due::remove);
    List<Sha256> come = new ArrayList<>();
    for (Sha256 content : now) {
      if (due.putIfAbsent(content, new Due(Instant.EPOCH, Instant.EPOCH)) == null) {
        come.add(content);
      }
    }
    seen = version;
    locations.ifPresent(index -> {
      if (!come.isEmpty()) {
        index.announce(self, come);
      }
      if (!gone.isEmpty()) {
        index.withdraw(self, gone);
      }
    });
  }

  private void putPieces(Sha256 content) {
    long size = shared.find(content).map(Content::size).orElse(0L);
    if (PieceHashes.tier(size) == PieceHashes.Tier.NONE) {
      return;
    }
    try {
      own.pieces(content).ifPresent(list -> items.put(new KnownFile(content, size), list));
    } catch (EdosException e) {
      LOG.debug("the pieces of {} are not announced: {}", content, e.getMessage());
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
