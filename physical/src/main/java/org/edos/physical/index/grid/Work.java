package org.edos.physical.index.grid;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.query.Explanation;

/** What a phase of answering a question has moved so far. Used by one thread. */
final class Work {
  private final Map<String, long[]> nodes = new TreeMap<>();
  private long bytes;
  private long roundTrips;
  private long nanoseconds;

  /** A block was read at a node, which sent so many bytes: none if it is this one. */
  void read(String node, long sent) {
    long[] read = nodes.computeIfAbsent(node, n -> new long[2]);
    read[0]++;
    read[1] += sent;
    bytes += sent;
  }

  void roundTrip() {
    roundTrips++;
  }

  /** It took the time since then. */
  void since(long start) {
    nanoseconds += System.nanoTime() - start;
  }

  Explanation.Phase phase() {
    return new Explanation.Phase(bytes, roundTrips, nanoseconds);
  }

  List<Explanation.NodeWork> nodes() {
    return nodes.entrySet().stream()
        .map(entry ->
            new Explanation.NodeWork(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .toList();
  }
}
