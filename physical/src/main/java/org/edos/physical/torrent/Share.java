package org.edos.physical.torrent;

import java.util.BitSet;

/**
 * A peer's part in a shared start: the pieces that it fetches before the others. Where the peers of
 * a swarm begin at the same time with different pieces, the source sends nearly every piece once,
 * and the peers have something to exchange from the beginning.
 *
 * @param first numbers of the pieces; treated as immutable
 */
public record Share(BitSet first) {
  /** No part: every piece is as urgent as any other. */
  public static final Share NONE = new Share(new BitSet());

  /** Every so manyth piece: of peers 0 to N - 1 that want the same, each its own pieces. */
  public static Share of(int index, int peers, int pieces) {
    BitSet first = new BitSet(pieces);
    for (int piece = index; piece < pieces; piece += peers) {
      first.set(piece);
    }
    return new Share(first);
  }

  /** Whether this peer is to fetch the piece first. */
  public boolean prefers(int piece) {
    return first.get(piece);
  }
}
