package org.edos.role.publish;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PeerSet;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;

/**
 * The wish lists of many peers over the contents of one release, both numbered: peers in the order
 * of their ids, contents by their positions in the composition. A content of 0 bytes is nobody's
 * wish, since whoever wants it has it. Immutable.
 */
final class WishTable {
  private final PeerId[] peers;
  private final BitSet[] wanted;
  private final Sha256[] contents;
  private final long[] sizes;

  WishTable(Composition composition, Collection<WishList> wishes) {
    Map<Sha256, Long> all = composition.contents();
    contents = all.keySet().toArray(Sha256[]::new);
    sizes = all.values().stream().mapToLong(Long::longValue).toArray();
    List<WishList> ordered = wishes.stream().sorted(Comparator.comparing(WishList::peer)).toList();
    peers = ordered.stream().map(WishList::peer).toArray(PeerId[]::new);
    wanted = ordered.stream().map(WishList::wanted).toArray(BitSet[]::new);
  }

  int peers() {
    return peers.length;
  }

  int contents() {
    return contents.length;
  }

  PeerId peer(int peer) {
    return peers[peer];
  }

  Sha256 content(int position) {
    return contents[position];
  }

  long size(int position) {
    return sizes[position];
  }

  /** Gives the positions that a peer wants, ascending. */
  void eachWanted(int peer, IntConsumer consumer) {
    BitSet wishes = wanted[peer];
    for (int position = wishes.nextSetBit(0);
        position >= 0 && position < contents.length;
        position = wishes.nextSetBit(position + 1)) {
      if (sizes[position] > 0) {
        consumer.accept(position);
      }
    }
  }

  /** Bytes that a peer wants. */
  long wantedBytes(int peer) {
    long[] bytes = {0};
    eachWanted(peer, position -> bytes[0] += sizes[position]);
    return bytes[0];
  }

  /** Everything that anybody wants. */
  int[] requested() {
    BitSet anybody = new BitSet(contents.length);
    for (int peer = 0; peer < peers.length; peer++) {
      eachWanted(peer, anybody::set);
    }
    return anybody.stream().toArray();
  }

  /** Everything that is not empty. */
  int[] everything() {
    return IntStream.range(0, contents.length).filter(position -> sizes[position] > 0).toArray();
  }

  /** The peers that want anything, ascending. */
  int[] requesters() {
    return requesters(everything());
  }

  /** The peers that want any of these, ascending. */
  int[] requesters(int[] positions) {
    BitSet any = new BitSet(contents.length);
    Arrays.stream(positions).forEach(any::set);
    return IntStream.range(0, peers.length).filter(peer -> wanted[peer].intersects(any)).toArray();
  }

  /** For each content the peers that want it, ascending. */
  int[][] wishers() {
    int[] counts = new int[contents.length];
    for (int peer = 0; peer < peers.length; peer++) {
      eachWanted(peer, position -> counts[position]++);
    }
    int[][] wishers = new int[contents.length][];
    Arrays.setAll(wishers, position -> new int[counts[position]]);
    Arrays.fill(counts, 0);
    for (int p = 0; p < peers.length; p++) {
      int peer = p;
      eachWanted(peer, position -> wishers[position][counts[position]++] = peer);
    }
    return wishers;
  }

  /**
   * A cluster of these contents for these peers.
   *
   * @param positions in any order
   * @param members ascending
   */
  Cluster cluster(int number, int[] positions, int[] members, boolean selective) {
    List<Sha256> hashes =
        Arrays.stream(inOrder(positions)).mapToObj(position -> contents[position]).toList();
    long bytes = Arrays.stream(positions).mapToLong(position -> sizes[position]).sum();
    return new Cluster(number, hashes, bytes, PeerSet.of(Arrays.asList(peers), members), selective);
  }

  /** The positions in the order of contents in a cluster: the largest first, then by hash. */
  int[] inOrder(int[] positions) {
    return Arrays.stream(positions)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer position) -> -sizes[position])
                .thenComparing(position -> contents[position]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
