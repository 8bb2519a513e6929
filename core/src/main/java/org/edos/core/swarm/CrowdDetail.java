package org.edos.core.swarm;

import java.util.List;
import java.util.SortedSet;

/**
 * Who wishes what in a flash crowd, and how each of its swarms is doing, as its publisher sees it.
 *
 * @param wishes one for each peer, by its id
 * @param clusters by their numbers; none before they are planned
 */
public record CrowdDetail(List<Wish> wishes, List<Swarm> clusters) {
  /** What became of a wish list. */
  public enum State {
    /** It is not planned yet. */
    WAITING,
    /** It came after the window, and is planned next. */
    LATE,
    /** Its peer has its part of the plan. */
    PLANNED,
    /** It cannot be served. */
    REFUSED
  }

  /**
   * A wish list.
   *
   * @param peer who handed it in
   * @param contents wished for
   * @param bytes of these
   * @param state what became of it
   * @param first whether its peer is served before the others
   * @param problem why it cannot be served; empty where it can
   */
  public record Wish(
      PeerId peer, int contents, long bytes, State state, boolean first, String problem) {}

  /**
   * A cluster's swarm.
   *
   * @param number of the cluster
   * @param infoHash of its torrent, 40 hexadecimal digits
   * @param contents in it
   * @param bytes of these
   * @param selective whether each peer fetches only what it wishes of it
   * @param members the peers that are to be in it
   * @param peers that the tracker knows at the moment, the publisher too
   * @param completePeers of these that have all that they want of it, the publisher too
   * @param uploadedBytes that the publisher has sent in it, of payload
   * @param uploadRate of the publisher, bytes a second now
   * @param problem what hinders the publisher; empty when nothing does
   */
  public record Swarm(
      int number,
      String infoHash,
      int contents,
      long bytes,
      boolean selective,
      SortedSet<PeerId> members,
      int peers,
      int completePeers,
      long uploadedBytes,
      long uploadRate,
      String problem) {}

  /** Copies the lists. */
  public CrowdDetail {
    wishes = List.copyOf(wishes);
    clusters = List.copyOf(clusters);
  }
}
