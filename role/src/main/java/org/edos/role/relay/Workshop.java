package org.edos.role.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.Staged;
import org.edos.physical.kept.Kept;
import org.edos.physical.upstream.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all transfers work with. Safe for use by many threads. */
final class Workshop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final int AT_ONCE = 64;
  private static final long MOST_MEMORY = 16 << 20;
  private static final int CLOSING_SECONDS = 5;

  private final Relaying.Parts parts;
  private final Buffers buffers = new Buffers();
  private final Places places = new Places(AT_ONCE);
  private final Laggards laggards = new Laggards(System::nanoTime);
  private final AtomicLong memory = new AtomicLong();
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("edos-relay").factory());
  private final Room room;
  private final Commits commits;

  Workshop(Relaying.Parts parts) {
    this.parts = parts;
    this.room = new Room(parts.store(), parts.kept());
    this.commits = new Commits(parts.store(), parts.kept(), room, parts.clock());
  }

  ContentStore store() {
    return parts.store();
  }

  ContentSource peers() {
    return parts.peers();
  }

  Upstream upstream() {
    return parts.upstream();
  }

  Holders holders() {
    return parts.holders();
  }

  Kept kept() {
    return parts.kept();
  }

  Buffers buffers() {
    return buffers;
  }

  Places places() {
    return places;
  }

  Laggards laggards() {
    return laggards;
  }

  Commits commits() {
    return commits;
  }

  ExecutorService executor() {
    return executor;
  }

  /**
   * Where a file is to lie: in memory if it is one piece, and there is some left; else in a file
   * whose place is made meanwhile.
   */
  Space space(KnownFile file) {
    if (file.size() <= PieceHashes.PIECE_BYTES) {
      if (memory.addAndGet(file.size()) <= MOST_MEMORY) {
        return new MemorySpace((int) file.size());
      }
      memory.addAndGet(-file.size());
    }
    return new FileSpace(CompletableFuture.supplyAsync(() -> place(file), executor));
  }

  private Staged place(KnownFile file) {
    return room.taking(file.size(), () -> parts.store().stageAnew(file.sha256(), file.size()));
  }

  /** A file is no longer on its way: it is a content now, or else what there is of it goes. */
  void done(KnownFile file, Space space) {
    try {
      space.close();
    } catch (EdosException e) {
      LOG.warn("the rest of a fetch stays in the store until this daemon starts again", e);
    } finally {
      if (space instanceof MemorySpace) {
        memory.addAndGet(-file.size());
      }
    }
  }

  /** Ends what runs, and waits for what is being kept. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    commits.close();
  }
}
