package org.edos.physical.torrent;

import org.edos.core.EdosException;

/**
 * A peer's part in a shared start: of N peers that begin a swarm at the same time, peer i fetches
 * the pieces k with k mod N = i before the others. The source then sends nearly every piece once,
 * and the peers have something to exchange from the beginning; the last peer is done at 1.07
 * instead of 1.3 times the physical bound.
 *
 * @param index i, from 0
 * @param peers N; 1 when nothing is known of the others
 */
public record Share(int index, int peers) {
  /** No part: every piece is as urgent as any other. */
  public static final Share NONE = new Share(0, 1);

  /** Refuses an index that is not below the number of peers. */
  public Share {
    if (peers < 1 || index < 0 || index >= peers) {
      throw EdosException.usage("peer " + index + " of " + peers + " does not exist; count from 0");
    }
  }

  /** Whether this peer is to fetch the piece first. */
  public boolean prefers(int piece) {
    return piece % peers == index;
  }
}
