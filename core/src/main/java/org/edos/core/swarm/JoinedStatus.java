package org.edos.core.swarm;

import java.net.URI;
import java.util.List;
import org.edos.core.release.ReleaseId;

/**
 * How a peer is doing in a flash crowd that it has joined, as it sees that itself.
 *
 * @param release of the flash crowd
 * @param desk the address that it was joined at
 * @param phase how far it is
 * @param paused whether its swarms are left for a while
 * @param strategy by which the clusters were planned; empty before they are known
 * @param wantedContents of the wish list
 * @param wantedBytes of these
 * @param hereBytes that have come of the swarms' contents, checked against piece hashes
 * @param report what the publisher is told
 * @param swarms those that were joined, by their clusters' numbers
 */
public record JoinedStatus(
    ReleaseId release,
    URI desk,
    Phase phase,
    boolean paused,
    String strategy,
    int wantedContents,
    long wantedBytes,
    long hereBytes,
    CrowdReport report,
    List<JoinedSwarm> swarms) {
  /** How far a peer is in a flash crowd. */
  public enum Phase {
    /** The wish list is on its way to the publisher. */
    WISHING,
    /** The peer's part of the plan is not here yet. */
    WAITING,
    /** Swarms bring what is wished. */
    SWARMING,
    /** Replicas are asked for what the swarms do not bring. */
    FETCHING,
    /** All is here that is to be had; it is shared on. */
    SHARING
  }

  /**
   * A swarm that was joined.
   *
   * @param cluster its number in the plan
   * @param infoHash 40 hexadecimal digits
   * @param contents in its torrent
   * @param bytes of these
   */
  public record JoinedSwarm(int cluster, String infoHash, int contents, long bytes) {}

  /** Copies the list. */
  public JoinedStatus {
    swarms = List.copyOf(swarms);
  }
}
