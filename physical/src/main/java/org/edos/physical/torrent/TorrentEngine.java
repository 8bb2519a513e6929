package org.edos.physical.torrent;

import org.edos.core.swarm.SwarmStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * A BitTorrent client. It holds no truth: whoever asked for a download verifies each content by its SHA-256. An engine
 * that dies is restarted and takes its torrents up again by itself. Safe for use by many threads.
 */
public interface TorrentEngine extends AutoCloseable {
  /**
   * Shares contents that are all here. Adding a torrent that is added already changes nothing.
   *
   * @param files the file that holds each content, only read
   */
  void seed(Torrent torrent, Map<Sha256, Path> files);

  /**
   * Downloads a torrent's contents and shares them while it does, and afterwards until {@link #remove}.
   *
   * @param files where each content is written, perhaps in part there already from an earlier run
   */
  void download(Torrent torrent, Map<Sha256, Path> files);

  /**
   * Changes where a finished content lies, after its staged file became a content of the store, and goes on sharing.
   *
   * @throws EdosException (not found) if there is no such torrent
   */
  void moved(String infoHash, Map<Sha256, Path> files);

  /** Stops sharing and downloading; files stay. Says whether it was there. */
  boolean remove(String infoHash);

  /** How every torrent is doing, at most half a second old. */
  List<SwarmStatus> status();

  @Override
  void close();
}
