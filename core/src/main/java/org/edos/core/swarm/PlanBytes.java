package org.edos.core.swarm;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.unit.Sha256;

/**
 * How many bytes a plan brings to whom.
 *
 * @param distinctBytes of what anybody wants, each content once
 * @param broughtBytes of what is in the clusters, each content once
 * @param peers what each peer with a wish list, or member of a cluster, gets
 */
public record PlanBytes(long distinctBytes, long broughtBytes, SortedMap<PeerId, PeerBytes> peers) {
  /**
   * What one peer gets.
   *
   * @param wantedBytes that it wished for
   * @param unwantedBytes that it is brought beyond its wishes
   * @param swarms that it is in
   */
  public record PeerBytes(long wantedBytes, long unwantedBytes, int swarms) {}

  /** A {@link PeerBytes} in the making. */
  private static final class Tally {
    final BitSet wished;
    final long wanted;
    long unwanted;
    int swarms;

    Tally(BitSet wished, long wanted) {
      this.wished = wished;
      this.wanted = wanted;
    }

    PeerBytes done() {
      return new PeerBytes(wanted, unwanted, swarms);
    }
  }

  /** Copies the map. */
  public PlanBytes {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
  }

  /** Of all peers together, as {@link PeerBytes#wantedBytes}. */
  public long wantedBytes() {
    return peers.values().stream().mapToLong(PeerBytes::wantedBytes).sum();
  }

  /** Of all peers together, as {@link PeerBytes#unwantedBytes}. */
  public long unwantedBytes() {
    return peers.values().stream().mapToLong(PeerBytes::unwantedBytes).sum();
  }

  /** Of the peer that is in most. */
  public int mostSwarms() {
    return peers.values().stream().mapToInt(PeerBytes::swarms).max().orElse(0);
  }

  /**
   * Counts the bytes. A pure function.
   *
   * @param composition what plan and wish lists count in
   */
  public static PlanBytes of(
      Composition composition, ClusterPlan plan, Collection<WishList> wishes) {
    Map<Sha256, Long> contents = composition.contents();
    Map<Sha256, Integer> positions = new HashMap<>();
    contents.keySet().forEach(content -> positions.put(content, positions.size()));
    List<Long> sizes = List.copyOf(contents.values());
    BitSet anybody = new BitSet();
    Map<PeerId, Tally> tallies = new HashMap<>();
    for (WishList wish : wishes) {
      anybody.or(wish.wanted());
      tallies.put(wish.peer(), new Tally(wish.wanted(), bytes(wish.wanted(), sizes)));
    }
    BitSet brought = new BitSet();
    for (Cluster cluster : plan.clusters()) {
      BitSet held = new BitSet();
      cluster.contents().stream()
          .map(positions::get)
          .filter(position -> position != null)
          .forEach(held::set);
      brought.or(held);
      for (PeerId member : cluster.members()) {
        Tally tally = tallies.computeIfAbsent(member, m -> new Tally(new BitSet(), 0));
        tally.swarms++;
        if (!cluster.selective()) {
          tally.unwanted +=
              cluster.bytes() - common(tally.wished, held, cluster.contents().size(), sizes);
        }
      }
    }
    SortedMap<PeerId, PeerBytes> peers = new TreeMap<>();
    tallies.forEach((peer, tally) -> peers.put(peer, tally.done()));
    return new PlanBytes(bytes(anybody, sizes), bytes(brought, sizes), peers);
  }

  private static long common(BitSet wish, BitSet held, int contents, List<Long> sizes) {
    if (contents * 64L < held.length()) {
      return held.stream().filter(wish::get).mapToLong(sizes::get).sum();
    }
    BitSet both = (BitSet) wish.clone();
    both.and(held);
    return bytes(both, sizes);
  }

  /** Positions beyond the composition are nobody's wish. */
  private static long bytes(BitSet positions, List<Long> sizes) {
    long bytes = 0;
    for (int position = positions.nextSetBit(0);
        position >= 0 && position < sizes.size();
        position = positions.nextSetBit(position + 1)) {
      bytes += sizes.get(position);
    }
    return bytes;
  }
}
