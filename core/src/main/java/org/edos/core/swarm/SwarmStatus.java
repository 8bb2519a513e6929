package org.edos.core.swarm;

/**
 * How one torrent is doing at this peer.
 *
 * @param infoHash 40 hexadecimal digits
 * @param state what it is doing
 * @param wantedBytes of its contents, without padding
 * @param doneBytes of those, checked against piece hashes
 * @param downloadedBytes of payload since it was added, over restarts of the engine; bytes that
 *     were wrong or came twice count, and so does padding that shares a block of 16 KiB with a
 *     content
 * @param uploadedBytes of payload since it was added, counted in the same way
 * @param wrongBytes of the downloaded ones that had not the hash of their piece and were thrown
 *     away
 * @param downloadRate bytes a second now
 * @param uploadRate bytes a second now
 * @param peers connected
 * @param problem what hinders it; empty when nothing does
 */
public record SwarmStatus(
    String infoHash,
    State state,
    long wantedBytes,
    long doneBytes,
    long downloadedBytes,
    long uploadedBytes,
    long wrongBytes,
    long downloadRate,
    long uploadRate,
    int peers,
    String problem) {
  /** What a torrent is doing. */
  public enum State {
    CHECKING,
    DOWNLOADING,
    SEEDING,
    FAILED
  }
}
