package org.edos.role.publish;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.torrent.ContentPieces;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;

/**
 * Makes the torrents of clusters from the store's files, and reads only those whose pieces were
 * never hashed. Used by one thread.
 */
final class CrowdTorrents {
  /** So much is hashed before what is known is written down. */
  private static final long BATCH_BYTES = 1L << 30;

  private static final int BATCH_FILES = 10_000;

  /** How far the hashing is; any thread may read it. */
  static final class Progress {
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    /** Bytes hashed so far, those counted that were hashed before. */
    long done() {
      return done.get();
    }

    /** Bytes to be hashed; 0 before that is known. */
    long total() {
      return total.get();
    }
  }

  private final ContentStore store;
  private final PieceRecords records;
  private final URI announce;

  CrowdTorrents(ContentStore store, PieceRecords records, URI announce) {
    this.store = store;
    this.records = records;
    this.announce = announce;
  }

  /**
   * The torrents of these clusters, in their order.
   *
   * @throws EdosException (external) if a content has left the store, or the thread is interrupted
   */
  List<Torrent> make(
      NumberedContents positions, List<ClusterPlan.Cluster> clusters, Progress progress) {
    progress.total.addAndGet(clusters.stream().mapToLong(ClusterPlan.Cluster::bytes).sum());
    Map<Integer, Set<Sha256>> byPieceLength = new TreeMap<>();
    for (ClusterPlan.Cluster cluster : clusters) {
      byPieceLength
          .computeIfAbsent(
              TorrentFile.pieceLength(cluster.bytes()), length -> new LinkedHashSet<>())
          .addAll(cluster.contents());
    }
    Map<Integer, Map<Sha256, ContentPieces>> pieces = new HashMap<>();
    byPieceLength.forEach(
        (length, contents) -> pieces.put(length, pieces(positions, contents, length, progress)));
    List<Torrent> torrents = new ArrayList<>();
    for (ClusterPlan.Cluster cluster : clusters) {
      int length = TorrentFile.pieceLength(cluster.bytes());
      List<Torrent.Entry> entries =
          cluster.contents().stream()
              .map(content -> new Torrent.Entry(content, positions.size(content)))
              .filter(entry -> entry.size() > 0)
              .toList();
      torrents.add(
          TorrentFile.of(entries, announce, length, pieces.getOrDefault(length, Map.of())));
    }
    return torrents;
  }

  private Map<Sha256, ContentPieces> pieces(
      NumberedContents positions, Set<Sha256> contents, int pieceLength, Progress progress) {
    Map<Sha256, ContentPieces> known = records.find(contents, pieceLength);
    List<TorrentFile.Source> batch = new ArrayList<>();
    long bytes = 0;
    for (Sha256 content : contents) {
      long size = positions.size(content);
      if (known.containsKey(content)) {
        progress.done.addAndGet(size);
      } else if (size > 0) {
        batch.add(new TorrentFile.Source(content, size, file(content)));
        bytes += size;
      }
      if (bytes >= BATCH_BYTES || batch.size() >= BATCH_FILES) {
        known.putAll(hash(batch, pieceLength, progress));
        batch = new ArrayList<>();
        bytes = 0;
      }
    }
    known.putAll(hash(batch, pieceLength, progress));
    return known;
  }

  private Map<Sha256, ContentPieces> hash(
      List<TorrentFile.Source> batch, int pieceLength, Progress progress) {
    if (batch.isEmpty()) {
      return Map.of();
    }
    Map<Sha256, ContentPieces> hashed =
        TorrentFile.pieces(batch, pieceLength, progress.done::addAndGet);
    records.save(hashed, pieceLength);
    return hashed;
  }

  /** Where a torrent's contents are. */
  Map<Sha256, Path> files(Torrent torrent) {
    Map<Sha256, Path> files = new LinkedHashMap<>();
    torrent.files().forEach(entry -> files.put(entry.content(), file(entry.content())));
    return files;
  }

  private Path file(Sha256 content) {
    return store
        .find(content)
        .flatMap(Content::file)
        .orElseThrow(() ->
            EdosException.external(
                "content " + content + " has left the store; publish its release again"));
  }
}
