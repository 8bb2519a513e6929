package org.edos.physical.grid;

import java.time.Duration;
import java.util.List;
import org.apache.ignite.Ignite;
import org.edos.core.EdosException;

/**
 * One node of a grid: an embedded Apache Ignite node with durable storage, alone or with others
 * that hold a certificate of the same authority. What a cache operation has returned from survives
 * the death of the process. Which nodes hold data changes only on purpose, never because one is
 * away: the publisher's node takes in newcomers, and {@link #retire} lets one go. A node that the
 * others went on without joins them again by itself; what it held is brought up to date and never
 * spread. Safe for use by many threads.
 */
public final class GridNode implements AutoCloseable {
  private static final Duration JOIN_PATIENCE = Duration.ofSeconds(90);
  private static final Duration RETIRE_PATIENCE = Duration.ofSeconds(60);

  private final GridConfig config;
  private final GridDirectory directory;
  private final GridEngine engine;
  private final GridWatch watch;
  private final GridChanges changes;
  private final GridCalls calls;

  private GridNode(GridConfig config, GridDirectory directory) {
    this.config = config;
    this.directory = directory;
    this.changes = new GridChanges();
    this.engine = new GridEngine(config, directory, changes::hear);
    this.watch = new GridWatch(config, directory, engine, changes);
    this.calls = new GridCalls(config, engine);
    changes.add(GridWatch.retireTopic(config.name()), engine::dismiss);
  }

  /**
   * Starts the node and waits until it can be used: some seconds; a mirror's that joins for the
   * first time needs the publisher's to be there.
   *
   * @throws EdosException exhausted if another process uses the directory; external if the node
   *     cannot start, or the others do not take it in
   */
  public static GridNode open(GridConfig config) {
    GridDirectory directory = GridDirectory.take(config.directory());
    GridNode node = new GridNode(config, directory);
    try {
      node.engine.start();
      node.watch.start(JOIN_PATIENCE);
      return node;
    } catch (RuntimeException e) {
      node.engine.stop(true);
      EdosException told = e instanceof EdosException known ? known : node.engine.notStarted(e);
      directory.close();
      throw told;
    }
  }

  /** The engine. */
  Ignite ignite() {
    return engine.running();
  }

  /**
   * The grid's cache of that name; the publisher's node creates it when there is none, a mirror's
   * waits some seconds for that.
   *
   * @param name unique in the grid; the same name always with the same types and placement
   */
  public <K extends Comparable<K>, V> GridCache<K, V> cache(String name, Placement placement) {
    GridCache<K, V> cache = new GridCache<>(calls, name, placement);
    calls.run(ignite -> calls.cache(ignite, name, placement));
    return cache;
  }

  /** Whether this is the node that alone writes releases and channels; false for a mirror's. */
  public boolean isPublisher() {
    return config.isPublisher();
  }

  /** The nodes that are there and those that keep data, by name. */
  public List<GridMember> nodes() {
    return calls.run(GridTopology::members);
  }

  /** Where other nodes find this one, {@code host:port}: a seed for them. */
  public String seed() {
    return calls.run(ignite ->
        String.valueOf(
            ignite.cluster().localNode().<Object>attribute(GridSettings.ADDRESS_ATTRIBUTE)));
  }

  /**
   * Lets a member go: its node stops if it is there, copies of what it held are made elsewhere, and
   * its name is never taken in again. Only the publisher's node does this.
   *
   * @throws EdosException not found if there is no such member; refused for the publisher's node,
   *     and on a mirror's
   */
  public void retire(String name) {
    if (!isPublisher() || name.equals(config.name())) {
      throw EdosException.refused(
          "the publisher's node retires mirrors; run this on the publisher, with a mirror's name");
    }
    calls.run(ignite -> {
      if (!keepsData(ignite, name) && !directory.retired().contains(name)) {
        throw EdosException.notFound("the grid has no member '" + name + "'");
      }
      return true;
    });
    directory.retire(name);
    calls.until(
        ignite -> !keepsData(ignite, name),
        RETIRE_PATIENCE,
        "the member '" + name + "' is still there; stop its daemon and run this again");
  }

  private static boolean keepsData(Ignite ignite, String name) {
    return GridTopology.baseline(ignite).stream()
        .anyMatch(node -> name.equals(node.consistentId()));
  }

  /**
   * Hears, on a thread of the grid's that must not be held up, that another node called {@link
   * #tell} with this topic. Hints get lost: look now and then as well.
   *
   * @return ends it
   */
  public Listening onChange(String topic, Runnable listener) {
    return changes.add(topic, listener);
  }

  /** Ends listening when it is closed. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Tells the other nodes that something changed. */
  public void tell(String topic) {
    engine.ifRunning().ifPresent(ignite -> changes.tell(ignite, topic));
  }

  /** What the node was opened with. */
  public GridConfig config() {
    return config;
  }

  /** Stops the node after its running operations. Closing again changes nothing. */
  @Override
  public void close() {
    watch.close();
    engine.stop(false);
    directory.close();
  }

  static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
