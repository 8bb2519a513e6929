package org.edos.role.download;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which replica to ask first: the one with the best measured throughput, moving averages over what
 * it gave before; a failure halves what is thought of a peer. Peers never tried come before slow
 * ones, those nearby first; one nearby that failed goes behind all others for ten minutes, since
 * anybody may say that he is nearby. Safe for use by many threads.
 */
final class ReplicaChoice {
  private static final double UNKNOWN = 10e6;
  private static final double NEAR = 4 * UNKNOWN;
  private static final double WEIGHT = 0.3;
  private static final long BEHIND = Duration.ofMinutes(10).toNanos();

  private final LongSupplier nanos;
  private final Map<URI, Double> bytesPerSecond = new ConcurrentHashMap<>();
  private final Set<URI> gave = ConcurrentHashMap.newKeySet();
  private final Map<URI, Long> failures = new ConcurrentHashMap<>();

  /** Measures the time by a clock like {@link System#nanoTime}. */
  ReplicaChoice(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The best first.
   *
   * @param near those of them that are expected to be quick, where nothing was measured
   */
  List<URI> order(Collection<URI> peers, Set<URI> near) {
    return peers.stream()
        .sorted(
            Comparator.comparing((URI peer) -> near.contains(peer) && failedLately(peer))
                .thenComparingDouble(peer -> -expected(peer, near))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private boolean failedLately(URI peer) {
    Long failed = failures.get(peer);
    return failed != null && nanos.getAsLong() - failed < BEHIND;
  }

  private double expected(URI peer, Set<URI> near) {
    return bytesPerSecond.getOrDefault(peer, near.contains(peer) ? NEAR : UNKNOWN);
  }

  /** What a peer gave in a second; 0 where nothing was measured. */
  long measured(URI peer) {
    return gave.contains(peer) ? Math.round(bytesPerSecond.getOrDefault(peer, 0.0)) : 0;
  }

  void gave(URI peer, long bytes, long nanos) {
    gave.add(peer);
    failures.remove(peer);
    double rate = bytes * 1e9 / Math.max(nanos, 1_000_000);
    bytesPerSecond.merge(peer, rate, (before, now) -> before * (1 - WEIGHT) + now * WEIGHT);
  }

  void failed(URI peer) {
    failures.put(peer, nanos.getAsLong());
    bytesPerSecond.merge(peer, UNKNOWN / 2, (before, now) -> before / 2);
  }

  /** It does not have a content, which says nothing of others. */
  void lacked(URI peer) {
    bytesPerSecond.merge(peer, UNKNOWN / 2, (before, now) -> before / 2);
  }
}
