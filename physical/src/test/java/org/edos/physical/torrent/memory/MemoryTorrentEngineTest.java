package org.edos.physical.torrent.memory;

import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentEngineContract;

class MemoryTorrentEngineTest extends TorrentEngineContract {
  private final MemorySwarm hub = new MemorySwarm();

  @Override
  protected TorrentEngine open(int number) {
    return new MemoryTorrentEngine(hub);
  }

  @Override
  protected Torrent torrent(RandomFiles files) {
    return files.torrent(nowhere());
  }
}
