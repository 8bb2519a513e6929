package org.edos.role.download;

import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.edos.core.EdosException;
import org.edos.physical.dissemination.CrowdDesk;

/** Fetches the torrents of clusters, several at once. Safe for use by many threads. */
final class CrowdTorrents {
  /** Takes a torrent; called on several threads. */
  interface Taker {
    void take(int cluster, byte[] metainfo);
  }

  private final CrowdDesk desk;
  private final int connections;

  CrowdTorrents(CrowdDesk desk, int connections) {
    this.desk = desk;
    this.connections = connections;
  }

  /**
   * Fetches these clusters' torrents and returns when each was given to the taker.
   *
   * @throws EdosException if one could not be fetched; those that came before were given, and no
   *     more are asked for
   */
  void fetch(URI crowd, List<Integer> clusters, Taker taker) {
    Semaphore permits = new Semaphore(connections);
    Queue<EdosException> failures = new ConcurrentLinkedQueue<>();
    try (ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int cluster : clusters) {
        permits.acquireUninterruptibly();
        if (!failures.isEmpty()) {
          break;
        }
        fetchers.execute(() -> {
          try {
            taker.take(cluster, desk.torrent(crowd, cluster));
          } catch (EdosException e) {
            failures.add(e);
          } catch (RuntimeException e) {
            failures.add(EdosException.external(String.valueOf(e), e));
          } finally {
            permits.release();
          }
        });
      }
    }
    EdosException first = failures.peek();
    if (first != null) {
      throw first;
    }
  }
}
