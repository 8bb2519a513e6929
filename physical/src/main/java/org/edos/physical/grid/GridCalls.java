package org.edos.physical.grid;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
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
  private final GridEngine engine;
  private final Map<Placement, ReentrantLock> writing = new EnumMap<>(Placement.class);

  GridCalls(GridConfig config, GridEngine engine) {
    this.config = config;
    this.engine = engine;
    for (Placement placement : Placement.values()) {
      writing.put(placement, new ReentrantLock());
    }
  }

  /** The cache of that name on this inner node. */
  <K, V> IgniteCache<K, V> cache(Ignite ignite, String name, Placement placement) {
    @Nullable IgniteCache<K, V> cache = ignite.cache(name);
    if (cache != null) {
      return cache;
    }
    if (config.isPublisher()) {
      return ignite.getOrCreateCache(GridSettings.cache(name, placement, config));
    }
    throw new IllegalStateException("the publisher's node has not made '" + name + "' yet");
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
        return call.apply(engine.running());
      } catch (CacheException | IgniteException | IllegalStateException failure) {
        if (!passing(failure) || System.nanoTime() + pause * 1_000_000 > deadline) {
          throw unavailable(failure);
        }
      }
      pause(pause + ThreadLocalRandom.current().nextLong(pause));
    }
  }

  /**
   * The same for a call that changes a cache of this placement. What the publisher alone writes is
   * written one call after the other: each is on every copy before the next begins, so that a copy
   * which was cut short is the beginning of the publisher's, without holes.
   *
   * @throws EdosException refused on a mirror, unless every member writes there
   */
  <T> T write(Placement placement, Function<Ignite, T> call) {
    if (placement.everyMemberWrites()) {
      return run(call);
    }
    if (!config.isPublisher()) {
      throw EdosException.refused(
          "releases and channels are written on the publisher, not on the mirror '"
              + config.name()
              + "'");
    }
    ReentrantLock lock = Objects.requireNonNull(writing.get(placement));
    lock.lock();
    try {
      return run(call);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something holds.
   *
   * @throws EdosException external with this message if it does not within that time
   */
  void until(Predicate<Ignite> condition, Duration patience, String otherwise) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!run(condition::test)) {
      if (System.nanoTime() > deadline) {
        throw EdosException.external(otherwise);
      }
      pause(LONGEST_PAUSE_MILLIS / 2);
    }
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
    List<String> missing = engine.ifRunning().map(GridCalls::away).orElse(List.of());
    String who =
        missing.isEmpty()
            ? "try again, or restart the daemon"
            : "away: " + String.join(", ", missing) + "; start their daemons";
    return EdosException.external(
        "the grid is unavailable: " + GridNode.rootMessage(failure) + "; " + who, failure);
  }

  private static List<String> away(Ignite ignite) {
    try {
      return GridTopology.away(ignite);
    } catch (IgniteException | IllegalStateException e) {
      return List.of(); // it is stopping
    }
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
