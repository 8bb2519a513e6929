package org.edos.physical.torrent.libtorrent;

import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentEngineContract;
import org.edos.physical.torrent.TrackerServer;
import org.junit.jupiter.api.AfterEach;

class LibtorrentEngineTest extends TorrentEngineContract {
  private final TrackerServer tracker = new TrackerServer();

  @AfterEach
  void closeTracker() {
    tracker.close();
  }

  @Override
  protected TorrentEngine open(int number) {
    return new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("engine" + number)));
  }

  @Override
  protected Torrent torrent(RandomFiles files) {
    return tracker.serve(files);
  }
}
