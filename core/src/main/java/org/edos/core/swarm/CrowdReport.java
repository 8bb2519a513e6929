package org.edos.core.swarm;

import java.util.Optional;
import org.edos.core.EdosException;

/**
 * How far a peer has come in a flash crowd. Amounts only, never what is installed.
 *
 * @param peer who reports
 * @param wantedBytes of its wish list
 * @param receivedBytes of contents, from whomever, what came twice counted twice; without the
 *     padding in torrents
 * @param uploadedBytes of payload, to other peers
 * @param verifiedUnits contents whose SHA-256 was right
 * @param failedUnits contents that were not to be had, or were wrong
 * @param done whether it has everything that it wanted, or has given up
 * @param arrivalMillis from the release's publication until everything wanted was here; empty
 *     before that, and where something failed
 * @param flow where its bytes come from, and how fast they flow
 */
public record CrowdReport(
    PeerId peer,
    long wantedBytes,
    long receivedBytes,
    long uploadedBytes,
    int verifiedUnits,
    int failedUnits,
    boolean done,
    Optional<Long> arrivalMillis,
    Flow flow) {
  /**
   * Where a peer's bytes come from, and how fast they flow.
   *
   * @param downloadRate of its swarms, bytes a second now
   * @param uploadRate of its swarms, bytes a second now
   * @param replicaBytes of those received, over HTTP and not from the swarms
   * @param wrongBytes that it received and threw away, because they were not those asked for
   */
  public record Flow(long downloadRate, long uploadRate, long replicaBytes, long wrongBytes) {
    /** Nothing flows. */
    public static final Flow NONE = new Flow(0, 0, 0, 0);

    /** Refuses amounts below nothing. */
    public Flow {
      if (downloadRate < 0 || uploadRate < 0 || replicaBytes < 0 || wrongBytes < 0) {
        throw EdosException.usage("a report counts from 0");
      }
    }
  }

  /** Refuses amounts below nothing. */
  public CrowdReport {
    if (wantedBytes < 0
        || receivedBytes < 0
        || uploadedBytes < 0
        || verifiedUnits < 0
        || failedUnits < 0) {
      throw EdosException.usage("a report counts from 0");
    }
  }

  /** Of a peer for which nothing flows at the moment. */
  public CrowdReport(
      PeerId peer,
      long wantedBytes,
      long receivedBytes,
      long uploadedBytes,
      int verifiedUnits,
      int failedUnits,
      boolean done,
      Optional<Long> arrivalMillis) {
    this(
        peer,
        wantedBytes,
        receivedBytes,
        uploadedBytes,
        verifiedUnits,
        failedUnits,
        done,
        arrivalMillis,
        Flow.NONE);
  }

  /** Of a peer that says nothing of its arrival, and for which nothing flows at the moment. */
  public CrowdReport(
      PeerId peer,
      long wantedBytes,
      long receivedBytes,
      long uploadedBytes,
      int verifiedUnits,
      int failedUnits,
      boolean done) {
    this(
        peer,
        wantedBytes,
        receivedBytes,
        uploadedBytes,
        verifiedUnits,
        failedUnits,
        done,
        Optional.empty());
  }
}
