package org.edos.role.publish;

import org.edos.core.EdosException;

/**
 * What {@link MergedClusters} takes a swarm to cost, and how far it goes.
 *
 * @param publisherCost of one more swarm to the publisher, in bytes as good as sent to somebody who
 *     did not want them
 * @param memberCost of one more swarm to each of its members, in the same bytes
 * @param mostSwarms of one peer
 * @param unwantedShare of the bytes of all wish lists that may be brought to peers that did not
 *     wish for them, at most
 * @param peerUnwantedShare of the bytes of one peer's wish list that it may be brought beyond, at
 *     most
 */
public record MergeLimits(
    long publisherCost,
    long memberCost,
    int mostSwarms,
    double unwantedShare,
    double peerUnwantedShare) {
  /**
   * A swarm costs the publisher a torrent made, announced and served, a member an announcement, a
   * description and handshakes with a few dozen others; 32 swarms a peer; 1 % unwanted, and 5 % for
   * any one peer.
   */
  public static final MergeLimits DEFAULT = new MergeLimits(64 << 10, 16 << 10, 32, 0.01, 0.05);

  /** Refuses what is negative, and less than one swarm. */
  public MergeLimits {
    if (publisherCost < 0
        || memberCost < 0
        || mostSwarms < 1
        || !(unwantedShare >= 0 && peerUnwantedShare >= 0)) {
      throw EdosException.usage("costs and shares are not negative, and swarms at least 1");
    }
  }
}
