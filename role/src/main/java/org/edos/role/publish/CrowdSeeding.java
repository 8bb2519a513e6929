package org.edos.role.publish;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;

/**
 * Makes the torrents of clusters and seeds them out of the store, with the tracker. Used by one
 * thread.
 */
final class CrowdSeeding {
  private final FlashCrowds.Parts parts;

  CrowdSeeding(FlashCrowds.Parts parts) {
    this.parts = parts;
  }

  /** The torrent of a cluster, which takes reading every file of it. */
  Torrent torrent(Composition composition, ClusterPlan.Cluster cluster) {
    Map<Sha256, Long> sizes = composition.contents();
    List<TorrentFile.Source> sources =
        cluster.contents().stream()
            .map(hash -> new TorrentFile.Source(hash, sizes.getOrDefault(hash, 0L), file(hash)))
            .toList();
    return TorrentFile.create(sources, parts.address().resolve("/announce"));
  }

  /** What is wished and not in the store. */
  Map<Sha256, Long> missing(FlashCrowd crowd) {
    Map<Sha256, Long> missing = crowd.wished();
    missing.keySet().removeIf(parts.store()::contains);
    return missing;
  }

  private Path file(Sha256 hash) {
    return parts
        .store()
        .find(hash)
        .flatMap(Content::file)
        .orElseThrow(() ->
            EdosException.external(
                "content " + hash + " has left the store; publish its release again"));
  }

  void begin(Torrent torrent) {
    Map<Sha256, Path> files =
        torrent.files().stream()
            .collect(Collectors.toMap(Torrent.Entry::content, entry -> file(entry.content())));
    parts.engine().seed(torrent, files);
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
    List<String> hashes = crowd.torrents.stream().map(Torrent::infoHash).toList();
    return parts.engine().status().stream()
        .filter(status -> hashes.contains(status.infoHash()))
        .mapToLong(SwarmStatus::uploadedBytes)
        .sum();
  }
}
