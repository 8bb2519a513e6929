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
 */
public record CrowdReport(
    PeerId peer,
    long wantedBytes,
    long receivedBytes,
    long uploadedBytes,
    int verifiedUnits,
    int failedUnits,
    boolean done,
    Optional<Long> arrivalMillis) {
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

  /** Of a peer that says nothing of its arrival. */
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
