package org.edos.physical.content.files;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/**
 * Lets many threads that want the same content checked do it once. Safe for use by many threads.
 */
final class Rechecks {
  private final Map<Sha256, FutureTask<Optional<Content>>> running = new ConcurrentHashMap<>();

  /** Runs the check, or waits for the one that runs already. */
  Optional<Content> once(Sha256 id, Callable<Optional<Content>> check) throws IOException {
    FutureTask<Optional<Content>> mine = new FutureTask<>(check);
    FutureTask<Optional<Content>> first = running.putIfAbsent(id, mine);
    if (first == null) {
      first = mine;
      try {
        mine.run();
      } finally {
        running.remove(id, mine);
      }
    }
    return result(first, id);
  }

  private static Optional<Content> result(FutureTask<Optional<Content>> check, Sha256 id)
      throws IOException {
    try {
      return check.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external(
          "interrupted while content " + id + " was checked; ask again", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException disk -> throw disk;
        case EdosException known -> throw known;
        case null, default -> throw new IllegalStateException("check of " + id, e);
      }
    }
  }
}
