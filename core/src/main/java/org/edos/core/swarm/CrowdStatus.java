package org.edos.core.swarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.release.ReleaseId;

/**
 * A flash crowd as its publisher sees it.
 *
 * @param release the release
 * @param phase how far it is
 * @param opened when its window opened
 * @param closes when its window closes or closed
 * @param planned when the clusters were seeded
 * @param finished when the last peer reported that it was done
 * @param strategy the planning strategy
 * @param clusters how many; 0 before they are planned
 * @param wishLists how many peers handed one in
 * @param wantedBytes of all wish lists together
 * @param distinctBytes of the contents that anybody wants
 * @param unwantedBytes of contents that the plan brings to peers that did not wish for them
 * @param publisherUploadedBytes of payload, in its torrents
 * @param reports the newest of each peer
 */
public record CrowdStatus(
    ReleaseId release,
    Phase phase,
    Instant opened,
    Instant closes,
    Optional<Instant> planned,
    Optional<Instant> finished,
    String strategy,
    int clusters,
    int wishLists,
    long wantedBytes,
    long distinctBytes,
    long unwantedBytes,
    long publisherUploadedBytes,
    List<CrowdReport> reports) {
  /** How far a flash crowd is. */
  public enum Phase {
    /** Wish lists are collected. */
    OPEN,
    /** The clusters are being disseminated. */
    SWARMING,
    /** It is over; nothing is seeded for it any more. */
    CLOSED
  }

  /** Copies the reports. */
  public CrowdStatus {
    reports = List.copyOf(reports);
  }

  /** Payload that the peers received, by their reports. */
  public long receivedBytes() {
    return reports.stream().mapToLong(CrowdReport::receivedBytes).sum();
  }

  /** How many peers have reported that they are done. */
  public int donePeers() {
    return (int) reports.stream().filter(CrowdReport::done).count();
  }
}
