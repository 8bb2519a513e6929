package org.edos.physical.grid;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the engine: each is tried again while nodes come and go, and its failure told in the
 * words of Edos. This is the one place that knows the engine's failures. Safe for use by many
 * threads.
 */
final class GridCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final GridConfig config;
  private final Supplier<Ignite> engine;
  private final Supplier<List<String>> away;

  /**
   * @param engine the running engine; throws an IllegalStateException while there is none
   * @param away names of the members that are not there
   */
  GridCalls(GridConfig config, Supplier<Ignite> engine, Supplier<List<String>> away) {
    this.config = config;
    this.engine = engine;
    this.away = away;
  }

  <K, V> IgniteCache<K, V> cache(Ignite ignite, String name, Placement placement) {
    return ignite.getOrCreateCache(GridSettings.cache(name, placement, config.copies()));
  }

  /**
   * Runs a call until it succeeds.
   *
   * @throws EdosException external if it does not within some seconds, or never would
   */
  <T> T run(Function<Ignite, T> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause)) {
      try {
        return call.apply(engine.get());
      } catch (CacheException | IgniteException | IllegalStateException failure) {
        if (!passing(failure) || System.nanoTime() + pause * 1_000_000 > deadline) {
          throw unavailable(failure);
        }
      }
      pause(pause + ThreadLocalRandom.current().nextLong(pause));
    }
  }

  /** The same for a call that changes a cache of this placement. */
  <T> T write(Placement placement, Function<Ignite, T> call) {
    return run(call);
  }

  /** Whether nodes that come or go explain the failure. */
  private static boolean passing(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String type = cause.getClass().getSimpleName();
      if (type.contains("Topology")
          || type.contains("Stopp")
          || type.contains("Stopped")
          || type.contains("Disconnected")
          || type.contains("Interrupted")
          || type.equals("CacheInvalidStateException")
          || type.equals("CachePartialUpdateException")
          || type.equals("CacheServerNotFoundException")
          || type.equals("ClusterGroupEmptyException")
          || cause instanceof IllegalStateException) {
        return true;
      }
    }
    return false;
  }

  private EdosException unavailable(RuntimeException failure) {
    List<String> missing = away.get();
    String who =
        missing.isEmpty()
            ? "restart the daemon"
            : "away: " + String.join(", ", missing) + "; start their daemons";
    return EdosException.external(
        "the grid is unavailable: " + GridNode.rootMessage(failure) + "; " + who, failure);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while the grid was unavailable; try again", e);
    }
  }
}
