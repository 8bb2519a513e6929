package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edos.core.swarm.Metainfo;
import org.edos.physical.torrent.TorrentFile;

/** Cuts contents into as few parts as fit into one torrent each. Pure functions. */
final class TorrentRoom {
  /** Well below what {@link TorrentFile} refuses. */
  private static final int MOST_CONTENTS = 100_000;

  private static final long MOST_PIECES = 500_000;
  private static final long MOST_METAINFO = 24L << 20;

  private TorrentRoom() {}

  /** Parts of at most what a torrent takes, in the order of contents in a cluster. */
  static List<int[]> split(WishTable table, int[] positions) {
    if (fits(table, positions)) {
      return List.of(positions);
    }
    int[] ordered = table.inOrder(positions);
    List<int[]> parts = new ArrayList<>();
    int start = 0;
    while (start < ordered.length) {
      int end = longest(table, ordered, start);
      parts.add(Arrays.copyOfRange(ordered, start, end));
      start = end;
    }
    return parts;
  }

  /** The end of the longest part from here, by halving; at least one content. */
  private static int longest(WishTable table, int[] ordered, int start) {
    int fitting = start + 1;
    int end = ordered.length + 1;
    while (end - fitting > 1) {
      int middle = (fitting + end) >>> 1;
      if (fits(table, Arrays.copyOfRange(ordered, start, middle))) {
        fitting = middle;
      } else {
        end = middle;
      }
    }
    return fitting;
  }

  private static boolean fits(WishTable table, int[] positions) {
    if (positions.length > MOST_CONTENTS) {
      return false;
    }
    int pieceLength =
        TorrentFile.pieceLength(Arrays.stream(positions).mapToLong(table::size).sum());
    long pieces =
        Arrays.stream(positions)
            .mapToLong(position -> Math.ceilDiv(table.size(position), (long) pieceLength))
            .sum();
    return pieces <= MOST_PIECES && Metainfo.bytes(positions.length, pieces) <= MOST_METAINFO;
  }
}
