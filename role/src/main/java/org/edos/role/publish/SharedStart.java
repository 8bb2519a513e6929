package org.edos.role.publish;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.edos.core.release.Composition;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
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
 * since the source's upload is shared by them all. Takes time in proportion to the sum of what the
 * peers want, and memory for a number per membership. A pure function.
 */
public final class SharedStart {
  private static final BitSet NO_PIECES = new BitSet();
  private static final int[] NOBODY = {};

  /** A content, and the numbers of the peers that fetch it, ascending. */
  private record Dealt(int cluster, Layout.Span span, int[] takers) {}

  /** One peer's parts, made when they are asked for: all peers' together may be many millions. */
  private static final class Parts extends AbstractList<Part> {
    private final ClusterPlan plan;
    private final int[] clusters;
    private final Map<Integer, BitSet> first;

    Parts(ClusterPlan plan, int[] clusters, Map<Integer, BitSet> first) {
      this.plan = plan;
      this.clusters = clusters;
      this.first = first;
    }

    @Override
    public Part get(int index) {
      int number = clusters[index];
      boolean selective = plan.clusters().get(number).selective();
      return new Part(number, selective, first.getOrDefault(number, NO_PIECES));
    }

    @Override
    public int size() {
      return clusters.length;
    }
  }

  private final ClusterPlan plan;
  private final PeerId[] peers;
  private final int[][] members;
  private final List<Map<Integer, BitSet>> first = new ArrayList<>();
  private final LeastLoaded load;

  private SharedStart(ClusterPlan plan, Collection<WishList> wishes) {
    this.plan = plan;
    Set<PeerId> everybody = new HashSet<>();
    wishes.forEach(wish -> everybody.add(wish.peer()));
    plan.clusters().forEach(cluster -> everybody.addAll(cluster.members()));
    peers = everybody.stream().sorted().toArray(PeerId[]::new);
    Map<PeerId, Integer> numbers = new HashMap<>();
    for (int peer = 0; peer < peers.length; peer++) {
      numbers.put(peers[peer], peer);
      first.add(new HashMap<>());
    }
    members =
        plan.clusters().stream()
            .map(cluster -> cluster.members().stream().mapToInt(numbers::get).toArray())
            .toArray(int[][]::new);
    load = new LeastLoaded(peers.length);
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
    SharedStart start = new SharedStart(plan, wishes);
    List<Dealt> contents = start.contents(composition, torrents, wishes);
    // What few peers want leaves no choice; what many want evens out the rest.
    contents.sort(Comparator.comparingInt(content -> content.takers().length));
    contents.forEach(start::deal);
    return start.parts();
  }

  private List<Dealt> contents(
      Composition composition, List<Torrent> torrents, Collection<WishList> wishes) {
    Map<Sha256, Integer> positions = new HashMap<>();
    composition.contents().keySet().forEach(c -> positions.put(c, positions.size()));
    int[][] wishers = wishers(positions.size(), wishes);
    List<Dealt> contents = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      int[] all = members[cluster.number()];
      BitSet member = new BitSet(peers.length);
      Arrays.stream(all).forEach(member::set);
      for (Layout.Span span : Layout.of(torrents.get(cluster.number())).spans()) {
        Integer position = positions.get(span.entry().content());
        int[] takers = all;
        if (cluster.selective()) {
          takers = position == null ? NOBODY : within(wishers[position], member);
        }
        // One array where all members take it, so that one heap serves a whole cluster.
        contents.add(new Dealt(cluster.number(), span, takers.length == all.length ? all : takers));
      }
    }
    return contents;
  }

  private static int[] within(int[] wishers, BitSet member) {
    boolean all = true;
    for (int peer : wishers) {
      all &= member.get(peer);
    }
    return all ? wishers : Arrays.stream(wishers).filter(member::get).toArray();
  }

  /** For each position the peers that wish it, ascending. */
  private int[][] wishers(int contents, Collection<WishList> wishes) {
    BitSet[] wanted = new BitSet[peers.length];
    Arrays.fill(wanted, NO_PIECES);
    for (WishList wish : wishes) {
      wanted[Arrays.binarySearch(peers, wish.peer())] = wish.wanted();
    }
    int[] counts = new int[contents];
    for (BitSet positions : wanted) {
      each(positions, contents, position -> counts[position]++);
    }
    int[][] wishers = new int[contents][];
    Arrays.setAll(wishers, position -> new int[counts[position]]);
    Arrays.fill(counts, 0);
    for (int p = 0; p < wanted.length; p++) {
      int peer = p;
      each(wanted[p], contents, position -> wishers[position][counts[position]++] = peer);
    }
    return wishers;
  }

  private static void each(BitSet positions, int end, IntConsumer consumer) {
    for (int position = positions.nextSetBit(0);
        position >= 0 && position < end;
        position = positions.nextSetBit(position + 1)) {
      consumer.accept(position);
    }
  }

  private void deal(Dealt content) {
    if (content.takers().length == 0) {
      return;
    }
    Layout.Span span = content.span();
    long pieceBytes = Math.ceilDiv(span.entry().size(), Math.max(1, span.pieces()));
    load.among(content.takers());
    for (int i = 0; i < span.pieces(); i++) {
      int peer = load.give(pieceBytes);
      first
          .get(peer)
          .computeIfAbsent(content.cluster(), c -> new BitSet())
          .set(span.firstPiece() + i);
    }
  }

  private Map<PeerId, List<Part>> parts() {
    int[] counts = new int[peers.length];
    for (int[] cluster : members) {
      for (int peer : cluster) {
        counts[peer]++;
      }
    }
    int[][] clusters = new int[peers.length][];
    Arrays.setAll(clusters, peer -> new int[counts[peer]]);
    Arrays.fill(counts, 0);
    for (int number = 0; number < members.length; number++) {
      for (int peer : members[number]) {
        clusters[peer][counts[peer]++] = number;
      }
    }
    Map<PeerId, List<Part>> parts = new TreeMap<>();
    for (int peer = 0; peer < peers.length; peer++) {
      if (clusters[peer].length > 0) {
        parts.put(peers[peer], new Parts(plan, clusters[peer], first.get(peer)));
      }
    }
    return parts;
  }
}
