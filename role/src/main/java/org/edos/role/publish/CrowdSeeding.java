package org.edos.role.publish;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.SwarmStatus;
import org.edos.physical.torrent.Torrent;

/** Seeds torrents out of the store, with the tracker. Safe for use by many threads. */
final class CrowdSeeding {
  private final FlashCrowds.Parts parts;
  private final CrowdTorrents torrents;

  CrowdSeeding(FlashCrowds.Parts parts, CrowdTorrents torrents) {
    this.parts = parts;
    this.torrents = torrents;
  }

  void begin(Torrent torrent) {
    parts.engine().seed(torrent, torrents.files(torrent));
    parts.tracker().serve(torrent);
  }

  void end(Torrent torrent) {
    parts.engine().remove(torrent.infoHash());
    parts.tracker().forget(torrent.infoHash());
  }

  /** Payload that was sent in a flash crowd's torrents. */
  long uploadedBytes(FlashCrowd crowd) {
    if (crowd.phase == Phase.CLOSED) {
      return crowd.uploadedBytes;
    }
    Set<String> hashes = crowd.torrents.stream().map(Torrent::infoHash).collect(Collectors.toSet());
    return statuses().stream()
        .filter(status -> hashes.contains(status.infoHash()))
        .mapToLong(SwarmStatus::uploadedBytes)
        .sum();
  }

  private List<SwarmStatus> statuses() {
    return parts.engine().status();
  }
}
