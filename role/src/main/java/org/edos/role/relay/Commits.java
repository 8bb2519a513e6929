package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.kept.Kept;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes verified files contents of the store, beside the transfers: waiting for the disk delays
 * nobody who reads. Several wait at once, which disks do for the price of one. Safe for use by many
 * threads.
 */
final class Commits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final int AT_ONCE = 16;
  private static final int CLOSING_SECONDS = 20;

  private final ContentStore store;
  private final Kept kept;
  private final Room room;
  private final Clock clock;
  private final ThreadPoolExecutor threads;
  private final List<Kept.Entry> unnoted = new ArrayList<>();
  private final ReentrantLock noting = new ReentrantLock();

  Commits(ContentStore store, Kept kept, Room room, Clock clock) {
    this.store = store;
    this.kept = kept;
    this.room = room;
    this.clock = clock;
    this.threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("edos-commit-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Begins to make a verified file a content. */
  CompletableFuture<Content> begin(KnownFile file, Space space) {
    return CompletableFuture.supplyAsync(() -> commit(file, space), threads);
  }

  private Content commit(KnownFile file, Space space) {
    return space instanceof FileSpace staged
        ? noted(file, staged::commit)
        : room.taking(file.size(), () -> noted(file, () -> add(file, space)));
  }

  /** Notes a content before it is one, so that none is left that nobody would ever remove. */
  private Content noted(KnownFile file, Supplier<Content> take) {
    note(new Kept.Entry(file.sha256(), file.size(), clock.instant()));
    boolean taken = false;
    try {
      Content content = take.get();
      taken = true;
      return content;
    } finally {
      if (!taken) {
        forget(file.sha256());
      }
    }
  }

  private void forget(Sha256 id) {
    try {
      kept.forget(List.of(id));
    } catch (EdosException e) {
      LOG.warn("a content is noted that is not there", e);
    }
  }

  private Content add(KnownFile file, Space space) {
    try (InputStream bytes = space.open(0)) {
      return store.add(file.sha256(), file.size(), bytes);
    } catch (IOException e) {
      throw EdosException.external("cannot read memory: " + e.getMessage(), e);
    }
  }

  /** Whoever comes first notes for all who came meanwhile. */
  private void note(Kept.Entry entry) {
    synchronized (unnoted) {
      unnoted.add(entry);
    }
    noting.lock();
    try {
      List<Kept.Entry> batch;
      synchronized (unnoted) {
        batch = List.copyOf(unnoted);
        unnoted.clear();
      }
      if (!batch.isEmpty()) {
        kept.keep(batch);
      }
    } catch (EdosException e) {
      LOG.warn("contents stay in the store that the gateway will not remove by itself", e);
    } finally {
      noting.unlock();
    }
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the disk is too slow: some files that were fetched are not kept");
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
