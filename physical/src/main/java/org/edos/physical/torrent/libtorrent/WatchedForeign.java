package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.util.List;
import org.edos.core.swarm.SwarmStatus;
import org.edos.physical.torrent.ForeignTorrent;
import org.edos.physical.torrent.libtorrent.Message.AddForeign;

/**
 * What the daemon knows of a torrent that another program made.
 *
 * @param places of its files
 */
record WatchedForeign(ForeignTorrent torrent, List<Path> places, Heard heard) {
  AddForeign add() {
    return new AddForeign(torrent.metainfo(), places.stream().map(Path::toString).toList());
  }

  SwarmStatus status() {
    return heard.status(torrent.infoHash(), torrent.bytes());
  }
}
