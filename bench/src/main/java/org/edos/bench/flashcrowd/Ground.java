package org.edos.bench.flashcrowd;

import java.net.InetAddress;
import java.nio.file.Path;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;

/** Where the processes of a crowd run, and what limits what they send. */
interface Ground {
  /** Where the tracker listens. */
  InetAddress tracker();

  /**
   * How an engine is run.
   *
   * @param number of the process: 0 for the source, peers from 1
   * @param upload bytes a second
   */
  LibtorrentConfig engine(Path state, int number, int upload);

  /** On loopback, limited by libtorrent itself. */
  static Ground loopback() {
    return new Ground() {
      @Override
      public InetAddress tracker() {
        return InetAddress.getLoopbackAddress();
      }

      @Override
      public LibtorrentConfig engine(Path state, int number, int upload) {
        return LibtorrentConfig.loopback(state).limitedTo(upload, 0);
      }
    };
  }
}
