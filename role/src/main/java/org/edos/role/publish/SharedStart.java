package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.edos.core.release.Composition;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;

/**
 * Deals the pieces of a plan's torrents out to the peers that want them, each piece to one peer,
 * which fetches it from the source before anything else. The source then sends every piece about
 * once, at its full rate from the first moment, and every peer has something that others want. The
 * bytes that each peer fetches first are as equal as the wishes allow, over all of its torrents,
 * since the source's upload is shared by them all. A pure function.
 */
public final class SharedStart {
  private record Dealt(int cluster, Layout.Span span, List<Hand> takers) {}

  /** What one peer was dealt so far. */
  private static final class Hand {
    final PeerId peer;
    final Map<Integer, BitSet> first = new TreeMap<>();
    long bytes;

    Hand(PeerId peer) {
      this.peer = peer;
    }
  }

  private final Map<Sha256, Integer> positions = new HashMap<>();
  private final Map<PeerId, WishList> wishes = new HashMap<>();
  private final Map<PeerId, Hand> hands = new TreeMap<>();

  private SharedStart(Composition composition, Collection<WishList> wishes) {
    composition.contents().keySet().forEach(content -> positions.put(content, positions.size()));
    wishes.forEach(wish -> this.wishes.put(wish.peer(), wish));
  }

  /**
   * The parts of every member of the plan, by ascending number of cluster.
   *
   * @param torrents of the plan's clusters, in their order
   */
  public static Map<PeerId, List<Part>> deal(
      Composition composition,
      ClusterPlan plan,
      List<Torrent> torrents,
      Collection<WishList> wishes) {
    SharedStart start = new SharedStart(composition, wishes);
    List<Dealt> contents = new ArrayList<>();
    for (ClusterPlan.Cluster cluster : plan.clusters()) {
      for (Layout.Span span : Layout.of(torrents.get(cluster.number())).spans()) {
        List<Hand> takers = start.takers(cluster, span.entry().content());
        contents.add(new Dealt(cluster.number(), span, takers));
      }
    }
    // What few peers want leaves no choice; what many want evens out the rest.
    contents.sort(Comparator.comparingInt(content -> content.takers().size()));
    contents.forEach(SharedStart::deal);
    return start.parts(plan);
  }

  private List<Hand> takers(ClusterPlan.Cluster cluster, Sha256 content) {
    Integer position = positions.get(content);
    List<Hand> takers = new ArrayList<>();
    for (PeerId member : cluster.members()) {
      WishList wish = wishes.get(member);
      boolean wished = wish != null && position != null && wish.wanted().get(position);
      if (wished || !cluster.selective()) {
        takers.add(hands.computeIfAbsent(member, Hand::new));
      }
    }
    return takers;
  }

  private static void deal(Dealt content) {
    PriorityQueue<Hand> least =
        new PriorityQueue<>(
            Comparator.<Hand>comparingLong(hand -> hand.bytes).thenComparing(hand -> hand.peer));
    least.addAll(content.takers());
    Layout.Span span = content.span();
    long pieceBytes = Math.ceilDiv(span.entry().size(), Math.max(1, span.pieces()));
    for (int piece = span.firstPiece();
        piece < span.firstPiece() + span.pieces() && !least.isEmpty();
        piece++) {
      Hand hand = least.remove();
      hand.first.computeIfAbsent(content.cluster(), c -> new BitSet()).set(piece);
      hand.bytes += pieceBytes;
      least.add(hand);
    }
  }

  private Map<PeerId, List<Part>> parts(ClusterPlan plan) {
    Map<PeerId, List<Part>> parts = new TreeMap<>();
    for (ClusterPlan.Cluster cluster : plan.clusters()) {
      for (PeerId member : cluster.members()) {
        Hand hand = hands.get(member);
        BitSet first =
            hand == null ? new BitSet() : hand.first.getOrDefault(cluster.number(), new BitSet());
        parts
            .computeIfAbsent(member, m -> new ArrayList<>())
            .add(new Part(cluster.number(), cluster.selective(), first));
      }
    }
    return parts;
  }
}
