package org.edos.role.follow;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.edos.core.EdosException;
import org.edos.core.gateway.ListedFile;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.SnapshotHead;

/**
 * What clients use of current snapshots: notes it, and enters the indexes among it as they arrive.
 * Nobody waits for that. Safe for use by many threads.
 */
final class Wanted implements AutoCloseable {
  /** How long a use that was noted needs no noting again. */
  private static final Duration NOTED = Duration.ofHours(1);

  private static final int MOST_NOTED = 10_000;
  private static final System.Logger LOG = System.getLogger(Following.class.getName());

  private final Following.Parts parts;
  private final Indexes indexes;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("edos-follow-use").factory());
  private final Set<Sha256> underWay = ConcurrentHashMap.newKeySet();

  /** When each part was noted last. Guarded by itself. */
  private final Map<String, Instant> noted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_NOTED;
        }
      };

  Wanted(Following.Parts parts, Indexes indexes) {
    this.parts = parts;
    this.indexes = indexes;
  }

  /** Somebody asks for a file of the current snapshot. */
  void use(String folder, ListedFile file, List<URI> origins) {
    boolean note = isToBeNoted(folder + " " + file.part());
    boolean enter = file.index().isPresent() && underWay.add(file.file().sha256());
    if (!note && !enter) {
      return;
    }
    try {
      threads.execute(() -> {
        try {
          if (note) {
            parts.catalogue().use(folder, file.part(), parts.clock().instant());
          }
          if (enter) {
            enter(folder, file, origins);
          }
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.DEBUG, "{0}{1}: {2}", folder, file.path(), e.getMessage());
        } finally {
          if (enter) {
            underWay.remove(file.file().sha256());
          }
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "closed: {0}{1} is not noted", folder, file.path());
    }
  }

  private boolean isToBeNoted(String part) {
    Instant now = parts.clock().instant();
    synchronized (noted) {
      Instant last = noted.get(part);
      if (last != null && now.isBefore(last.plus(NOTED))) {
        return false;
      }
      noted.put(part, now);
      return true;
    }
  }

  private void enter(String folder, ListedFile file, List<URI> origins) {
    Optional<SnapshotHead> head = parts.catalogue().current(folder);
    if (head.isEmpty() || parts.catalogue().entered(folder, file.index().orElseThrow())) {
      return;
    }
    indexes.expect(head.get().format());
    try {
      Content content = parts.fetch().fetch(file.file(), origins);
      indexes
          .enter(
              new Indexes.IndexFile(folder, head.get().format(), file, head.get().made()), content)
          .join();
    } catch (EdosException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0}{1} did not come: {2}",
          folder,
          file.path(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
