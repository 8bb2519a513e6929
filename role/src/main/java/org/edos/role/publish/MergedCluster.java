package org.edos.role.publish;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.edos.core.swarm.Metainfo;

/**
 * A cluster in the making.
 *
 * @param positions of its contents, ascending
 * @param bytes of all of them
 * @param members ascending
 * @param selective whether each member fetches only what it wishes
 */
record MergedCluster(int[] positions, long bytes, int[] members, boolean selective) {
  private static final int PIECE_BITS = 20;

  /** Several as one; one alone stays as it is. */
  static MergedCluster of(List<MergedCluster> parts, boolean selective) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    BitSet members = new BitSet();
    parts.forEach(part -> Arrays.stream(part.members()).forEach(members::set));
    return new MergedCluster(
        parts.stream().flatMapToInt(part -> Arrays.stream(part.positions())).sorted().toArray(),
        parts.stream().mapToLong(MergedCluster::bytes).sum(),
        members.stream().toArray(),
        selective);
  }

  /** About how many bytes its contents take in the description of a torrent. */
  long describedBytes() {
    return Metainfo.bytes(positions.length, positions.length + (bytes >> PIECE_BITS))
        - Metainfo.bytes(0, 0);
  }
}
