package org.edos.core.swarm;

import org.edos.core.EdosException;

/**
 * What the peers of a flash crowd are able to send and to receive, in bytes a second, above 0;
 * infinite where nothing limits it.
 *
 * @param publisherUpload of the publisher
 * @param peerUpload of each peer
 * @param peerDownload of each peer
 */
public record Rates(double publisherUpload, double peerUpload, double peerDownload) {
  /**
   * What is assumed where nothing is known: a publisher with 100 Mbit/s, peers with 20 up and 100
   * down.
   */
  public static final Rates ASSUMED = new Rates(12.5e6, 2.5e6, 12.5e6);

  /** Refuses rates that are not above 0. */
  public Rates {
    if (!(publisherUpload > 0 && peerUpload > 0 && peerDownload > 0)) {
      throw EdosException.usage("rates are above 0 bytes a second");
    }
  }
}
