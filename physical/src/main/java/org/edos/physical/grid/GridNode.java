package org.edos.physical.grid;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterState;
import org.edos.core.EdosException;

/**
 * One embedded Apache Ignite node with durable storage. What a cache operation has returned from
 * survives the death of the process. The baseline (the nodes that hold data) is set once and
 * changes only on purpose, never because a node is away. Safe for use by many threads.
 */
public final class GridNode implements AutoCloseable {
  private final GridConfig config;
  private final FileChannel lockFile;
  private final Ignite ignite;
  private final GridCalls calls;

  private GridNode(GridConfig config, FileChannel lockFile, Ignite ignite) {
    this.config = config;
    this.lockFile = lockFile;
    this.ignite = ignite;
    this.calls = new GridCalls(config, () -> ignite, List::of);
  }

  /**
   * Starts the node and waits until it can be used; some seconds.
   *
   * @throws EdosException exhausted if another process uses the directory; external if the node
   *     cannot start
   */
  public static GridNode open(GridConfig config) {
    FileChannel lockFile = lock(config.directory());
    try {
      Ignite ignite = Ignition.start(GridSettings.of(config));
      try {
        activate(ignite);
        return new GridNode(config, lockFile, ignite);
      } catch (RuntimeException e) {
        Ignition.stop(ignite.name(), true);
        throw e;
      }
    } catch (RuntimeException e) {
      release(lockFile);
      throw EdosException.external(
          "the grid node in %s did not start: %s; look for a port in use, a full disk or a damaged directory"
              .formatted(config.directory(), rootMessage(e)),
          e);
    }
  }

  /** The engine. */
  Ignite ignite() {
    return ignite;
  }

  /**
   * The grid's cache of that name, created when there is none.
   *
   * @param name unique in the grid; the same name always with the same types and placement
   */
  public <K extends Comparable<K>, V> GridCache<K, V> cache(String name, Placement placement) {
    GridCache<K, V> cache = new GridCache<>(calls, name, placement);
    calls.run(engine -> calls.cache(engine, name, placement));
    return cache;
  }

  /** Whether this node alone writes releases and channels; false for a mirror's. */
  public boolean isPublisher() {
    return true;
  }

  /** What the node was opened with. */
  public GridConfig config() {
    return config;
  }

  /** Stops the node after its running operations. Closing again changes nothing. */
  @Override
  public void close() {
    Ignition.stop(ignite.name(), false);
    release(lockFile);
  }

  private static void activate(Ignite ignite) {
    if (ignite.cluster().currentBaselineTopology() == null) {
      ignite.cluster().baselineAutoAdjustEnabled(false);
    }
    ignite.cluster().state(ClusterState.ACTIVE);
  }

  private static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("grid.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw EdosException.external(
          "cannot write to the grid directory " + directory + ": " + e.getMessage(), e);
    }
    throw EdosException.exhausted(
        "another process uses the grid directory "
            + directory
            + ": stop that daemon, or give this one its own --home");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void release(FileChannel lockFile) {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw EdosException.external("cannot release the grid directory: " + e.getMessage(), e);
    }
  }

  static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
