package org.edos.physical.torrent;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;

/**
 * A BitTorrent client. It holds no truth: whoever asked for a download verifies each content by its
 * SHA-256. An engine that dies is restarted and takes its torrents up again by itself. Safe for use
 * by many threads.
 */
public interface TorrentEngine extends AutoCloseable {
  /**
   * Shares contents that are all here. Adding a torrent that is added already changes nothing.
   *
   * @param files the file that holds each content, only read
   * @throws EdosException refused if the torrent is not one that {@link TorrentFile#parse} reads;
   *     usage if a content is not given, or its file has not its size
   */
  void seed(Torrent torrent, Map<Sha256, Path> files);

  /**
   * Downloads a torrent's contents and shares them while it does, and afterwards until {@link
   * #remove}. What is there already from an earlier run is checked and kept.
   *
   * @param wanted where each wanted content is written; contents of the torrent that are missing
   *     here are not downloaded
   * @param here files that hold contents of the torrent already: they are shared without being read
   *     first, and never written; one that is missing or has not the content's size is as if it
   *     were not given, and so is one that disappears later
   * @param share this peer's part in a shared start
   * @throws EdosException refused if the torrent is not one that {@link TorrentFile#parse} reads;
   *     usage if no content is wanted nor here
   */
  void download(Torrent torrent, Map<Sha256, Path> wanted, Map<Sha256, Path> here, Share share);

  /** Downloads where nothing is here yet. */
  default void download(Torrent torrent, Map<Sha256, Path> wanted, Share share) {
    download(torrent, wanted, Map.of(), share);
  }

  /** Downloads without a part in a shared start. */
  default void download(Torrent torrent, Map<Sha256, Path> wanted) {
    download(torrent, wanted, Map.of(), Share.NONE);
  }

  /**
   * The wanted contents of a torrent that are whole by its pieces' hashes, at most half a second
   * old: long before the last one is, the first ones can be verified and used. Empty if there is no
   * such torrent.
   */
  Set<Sha256> finished(String infoHash);

  /**
   * Changes where finished contents lie, after their staged files became contents of the store, and
   * goes on sharing. Each is at its new place already, and at the old one no more, or as another
   * link to the same file: to link, call this, and then delete the old name leaves no moment in
   * which another peer's request fails.
   *
   * @throws EdosException not found if there is no such torrent; usage if a content is not whole at
   *     its new place
   */
  void moved(String infoHash, Map<Sha256, Path> files);

  /**
   * Has contents of a torrent fetched also from these addresses, by HTTP with ranges (BEP 19),
   * beside peers and where there is none. Those that it has already are kept.
   *
   * @param addresses of other daemons' contents, such as {@code http://host:9977/content/}: the
   *     torrent's name, {@code sha256}, and a content's hash follow
   * @throws EdosException not found if there is no such torrent; usage if an address is not http or
   *     https, has a query, or they are more than {@link WebSeeds#MOST}
   */
  void webSeeds(String infoHash, List<URI> addresses);

  /**
   * Names other peers' engines, which are asked who shares a torrent when its tracker is away, and
   * name further ones. They are remembered; at most some hundred are.
   */
  void meet(List<InetSocketAddress> engines);

  /**
   * Stops sharing and downloading; files stay, and are not touched any more. Says whether it was
   * there.
   */
  boolean remove(String infoHash);

  /** How every torrent is doing, at most half a second old. */
  List<SwarmStatus> status();

  /** Shares by this policy from now on, until the end of the process. */
  void share(SharingPolicy policy);

  /** The policy that it shares by. */
  SharingPolicy sharing();

  /** The limits that hold at this moment: the policy's, by its schedule. */
  SharingPolicy.Limits limits();

  @Override
  void close();
}
