package org.edos.role.download;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which replica to ask first: the one with the best measured throughput, moving averages over what
 * it gave before; a failure halves what is thought of a peer. Peers never tried come before slow
 * ones. Safe for use by many threads.
 */
final class ReplicaChoice {
  private static final double UNKNOWN = 10e6;
  private static final double WEIGHT = 0.3;

  private final Map<URI, Double> bytesPerSecond = new ConcurrentHashMap<>();

  List<URI> order(Collection<URI> peers) {
    return peers.stream()
        .sorted(
            Comparator.comparingDouble((URI peer) -> -bytesPerSecond.getOrDefault(peer, UNKNOWN))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  void gave(URI peer, long bytes, long nanos) {
    double rate = bytes * 1e9 / Math.max(nanos, 1_000_000);
    bytesPerSecond.merge(peer, rate, (before, now) -> before * (1 - WEIGHT) + now * WEIGHT);
  }

  void failed(URI peer) {
    bytesPerSecond.merge(peer, UNKNOWN / 2, (before, now) -> before / 2);
  }
}
