package org.edos.role.locate;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.torrent.HashTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has a file beyond the local network: what the hash table and the indexing network say, each
 * asked once and remembered for some minutes. Safe for use by many threads.
 */
final class FarPeers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FarPeers.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration NOBODY = Duration.ofSeconds(60);
  private static final Duration MIRRORS_AWAY = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 20_000;
  private static final int MOST_EXPECTED = 5_000;
  private static final int EXPECTED_PER_SECOND = 100;
  private static final int MIRROR_CALLS_AT_ONCE = 16;
  private static final int MOST_HOLDERS = 50;

  /** What is known of one file, and being asked; guarded by itself. */
  private static final class Sought {
    private final Instant since;
    private final Set<Holder> holders = new LinkedHashSet<>();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private int asked;

    Sought(Instant since, int asked) {
      this.since = since;
      this.asked = asked;
    }

    synchronized void found(Collection<Holder> more) {
      for (Holder holder : more) {
        if (holders.size() < MOST_HOLDERS) {
          holders.add(holder);
        }
      }
      if (!holders.isEmpty()) {
        first.complete(null);
      }
    }

    synchronized void answered() {
      asked--;
      if (asked == 0) {
        first.complete(null);
      }
    }

    synchronized List<Holder> holders() {
      return List.copyOf(holders);
    }

    synchronized boolean isFresh(Instant now) {
      return asked > 0 || now.isBefore(since.plus(holders.isEmpty() ? NOBODY : FRESH));
    }
  }

  private final URI self;
  private final FarAddress addresses;
  private final Optional<HashTable> table;
  private final Optional<LocationIndex> locations;
  private final Clock clock;
  private final Recent<Sha256, Sought> files = new Recent<>(MOST_REMEMBERED);
  private final Semaphore mirrorCalls = new Semaphore(MIRROR_CALLS_AT_ONCE);
  private final Paced<Sha256> expected =
      new Paced<>("edos-expecting", MOST_EXPECTED, EXPECTED_PER_SECOND, this::search);
  private volatile Instant mirrorsAwayUntil = Instant.EPOCH;

  FarPeers(URI self, Optional<HashTable> table, Optional<LocationIndex> locations, Clock clock) {
    this.self = self;
    this.addresses = new FarAddress(self);
    this.table = table;
    this.locations = locations;
    this.clock = clock;
  }

  /** What is known, without asking. */
  List<Holder> known(Sha256 content) {
    return files.get(content).map(Sought::holders).orElse(List.of());
  }

  /** What is known, or found within so long; at once where there is nobody to ask. */
  List<Holder> find(Sha256 content, Duration atMost) {
    if (table.isEmpty() && locations.isEmpty()) {
      return List.of();
    }
    Sought sought =
        files
            .get(content)
            .filter(known -> known.isFresh(clock.instant()))
            .orElseGet(() -> ask(content));
    try {
      sought.first.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.trace("nobody said in time that {} is there", content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sought.holders();
  }

  private Sought ask(Sha256 content) {
    boolean mirrors = askMirrors();
    Sought sought = begin(content, (table.isPresent() ? 1 : 0) + (mirrors ? 1 : 0));
    table.ifPresent(one -> search(one, content, sought));
    if (mirrors) {
      locate(Map.of(content, sought));
    }
    return sought;
  }

  private Sought begin(Sha256 content, int asked) {
    Sought sought = new Sought(clock.instant(), asked);
    if (asked == 0) {
      sought.first.complete(null);
    }
    files.put(content, sought);
    return sought;
  }

  private boolean askMirrors() {
    return locations.isPresent() && !clock.instant().isBefore(mirrorsAwayUntil);
  }

  private void search(HashTable one, Sha256 content, Sought sought) {
    var unused =
        one.find(content, named -> sought.found(holders(named)))
            .whenComplete((done, failure) -> sought.answered());
  }

  private List<Holder> holders(Set<InetSocketAddress> named) {
    return named.stream()
        .flatMap(address -> addresses.callable(address).stream())
        .filter(peer -> !peer.equals(self))
        .map(peer -> new Holder(peer, Via.WIDE))
        .toList();
  }

  private void locate(Map<Sha256, Sought> wanted) {
    if (locations.isEmpty() || !mirrorCalls.tryAcquire()) {
      wanted.values().forEach(Sought::answered);
      return;
    }
    LocationIndex index = locations.get();
    Thread.ofVirtual()
        .name("edos-locating")
        .start(() -> {
          try {
            index
                .locate(wanted.keySet())
                .forEach((content, peers) ->
                    Optional.ofNullable(wanted.get(content))
                        .ifPresent(sought -> sought.found(mirrors(peers))));
          } catch (EdosException e) {
            mirrorsAwayUntil = clock.instant().plus(MIRRORS_AWAY);
            LOG.debug("no mirror tells who has what: {}", e.getMessage());
          } finally {
            mirrorCalls.release();
            wanted.values().forEach(Sought::answered);
          }
        });
  }

  private List<Holder> mirrors(Set<URI> peers) {
    return peers.stream()
        .filter(peer -> !peer.equals(self))
        .map(peer -> new Holder(peer, Via.MIRROR))
        .toList();
  }

  /** Has these looked up, the mirrors in one call and the hash table one after the other. */
  void expect(Collection<Sha256> contents) {
    Instant now = clock.instant();
    List<Sha256> unknown = new ArrayList<>();
    for (Sha256 content : contents) {
      if (unknown.size() < MOST_EXPECTED
          && files.get(content).filter(known -> known.isFresh(now)).isEmpty()) {
        unknown.add(content);
      }
    }
    if (askMirrors() && !unknown.isEmpty()) {
      Map<Sha256, Sought> wanted = new HashMap<>();
      int asked = table.isPresent() ? 2 : 1;
      unknown.forEach(content -> wanted.put(content, begin(content, asked)));
      locate(wanted);
    }
    table.ifPresent(one -> unknown.forEach(expected::add));
  }

  private void search(Sha256 content) {
    HashTable one = table.orElseThrow();
    Optional<Sought> begun = files.get(content).filter(known -> known.isFresh(clock.instant()));
    search(one, content, begun.orElseGet(() -> begin(content, 1)));
  }

  @Override
  public void close() {
    expected.close();
  }
}
