package org.edos.role.locate;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen of peers, by their addresses. Who lied is written down, and dropped for a day
 * however often this daemon starts. Safe for use by many threads.
 */
final class Reputation {
  private static final Logger LOG = LoggerFactory.getLogger(Reputation.class);
  private static final String LIARS = "gateway/liars";
  private static final int MOST_LIARS = 1000;
  private static final int MOST_PEERS = 5000;
  private static final int MOST_LACKING = 20_000;
  private static final int MOST_HOLDERS = 24;
  private static final Duration LACKING = Duration.ofMinutes(1);

  /** The class of speed that an unknown peer is taken for: 4 to 16 MB/s near, less elsewhere. */
  private static final Map<Via, Integer> UNKNOWN = Map.of(Via.LAN, 11, Via.WIDE, 9, Via.MIRROR, 9);

  private record Lack(URI peer, Sha256 content) {}

  private final DocumentStore documents;
  private final Clock clock;
  private final Recent<URI, Standing> standings = new Recent<>(MOST_PEERS);
  private final Recent<Lack, Instant> lacks = new Recent<>(MOST_LACKING);

  /** Remembers the liars of earlier runs. */
  Reputation(DocumentStore documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
    documents
        .get(LIARS)
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
        .ifPresent(text -> text.lines().limit(MOST_LIARS).forEach(this::remember));
  }

  private void remember(String line) {
    String[] parts = line.split(" ", 2);
    try {
      Instant until = Instant.ofEpochSecond(Long.parseLong(parts[0]));
      if (until.isAfter(clock.instant())) {
        standings.put(URI.create(parts[1]), Standing.NEW.lyingUntil(until));
      }
    } catch (RuntimeException e) {
      LOG.warn("a line of {} is unreadable and left out", LIARS);
    }
  }

  void gave(URI peer, long bytes, Duration time) {
    change(peer, standing -> standing.gave(bytes, time));
  }

  void failed(URI peer, Sha256 content, Failing how) {
    Instant now = clock.instant();
    switch (how) {
      case AWAY -> change(peer, standing -> standing.away(now));
      case SLOW -> change(peer, standing -> standing.slow(now));
      case LACKING -> {
        lacks.put(new Lack(peer, content), now.plus(LACKING));
        change(peer, standing -> standing.lacking(now));
      }
      case PASSED_ON -> {
        if (change(peer, standing -> standing.passedOn(now)).passesOnTooOften()) {
          lied(peer);
        }
      }
      case LYING -> lied(peer);
    }
  }

  /** A peer's word or bytes were false. */
  void lied(URI peer) {
    Instant now = clock.instant();
    change(peer, standing -> standing.lying(now));
    LOG.warn("{} gave what is not true and is not asked for a day", peer);
    String liars =
        standings.copy().entrySet().stream()
            .filter(entry -> entry.getValue().isLying(now))
            .sorted(
                Comparator.comparing((Map.Entry<URI, Standing> e) -> e.getValue().lyingUntil())
                    .reversed())
            .limit(MOST_LIARS)
            .map(entry -> entry.getValue().lyingUntil().getEpochSecond() + " " + entry.getKey())
            .collect(Collectors.joining("\n"));
    try {
      documents.put(LIARS, liars.getBytes(StandardCharsets.US_ASCII));
    } catch (EdosException e) {
      LOG.warn("who lied is forgotten at the next start: {}", e.getMessage());
    }
  }

  /** A peer is there again: what kept it away is past. */
  void back(URI peer) {
    change(peer, Standing::back);
  }

  private Standing change(URI peer, UnaryOperator<Standing> change) {
    return standings.change(peer, Standing.NEW, change);
  }

  Standing of(URI peer) {
    return standings.get(peer).orElse(Standing.NEW);
  }

  /**
   * Those that are worth asking, the best first: the quick before the slow, the near before the
   * far, the faster before those a quarter as fast; equals in an order that is another for each
   * content, so that all are asked for some.
   */
  List<Holder> inOrder(Collection<Holder> holders, Sha256 content) {
    Instant now = clock.instant();
    record Ranked(Holder holder, boolean slow, int speed, int chance) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Holder holder : holders) {
      Standing standing = of(holder.peer());
      if (standing.isUsable(now) && !isLacking(holder.peer(), content, now)) {
        int speed = standing.speed();
        ranked.add(
            new Ranked(
                holder,
                standing.isSlow(now),
                speed < 0 ? UNKNOWN.getOrDefault(holder.via(), 0) : speed,
                chance(holder.peer(), content)));
      }
    }
    return ranked.stream()
        .sorted(
            Comparator.comparing(Ranked::slow)
                .thenComparing(one -> one.holder().via())
                .thenComparing(Comparator.comparingInt(Ranked::speed).reversed())
                .thenComparingInt(Ranked::chance))
        .limit(MOST_HOLDERS)
        .map(Ranked::holder)
        .toList();
  }

  private boolean isLacking(URI peer, Sha256 content, Instant now) {
    return lacks.get(new Lack(peer, content)).filter(now::isBefore).isPresent();
  }

  private static int chance(URI peer, Sha256 content) {
    int mixed = (peer.hashCode() * 31 + content.hashCode()) * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) * 0x85EBCA6B;
  }
}
