package org.edos.physical.grid;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.edos.core.EdosException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a node: starts its inner node again when that stopped, activates the grid, admits
 * newcomers where this is the publisher's, gives lost partitions back when their members are, and
 * joins again when the publisher turns out to be elsewhere. One thread, which owns the engine and
 * the directory.
 */
final class GridWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GridWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** How long mirrors that find each other wait for the publisher's node before they answer. */
  private static final Duration ALONE_AFTER = Duration.ofSeconds(5);

  /** A mirror that is about to join answers too; one that answers so long has another grid. */
  private static final Duration ELSEWHERE_AFTER = Duration.ofSeconds(10);

  private static final Duration SETTLED_AFTER = Duration.ofMillis(1500);

  /** How long a retired node may take to leave by itself. */
  private static final Duration PUT_OUT_AFTER = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final GridConfig config;
  private final GridDirectory directory;
  private final GridEngine engine;
  private final GridChanges changes;
  private final Retirements retirements;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Long> elsewhereSince = new HashMap<>();
  private final Map<String, Long> retiringSince = new HashMap<>();
  private final Thread thread;
  private long settledVersion = -1;
  private long settledSince = System.nanoTime();
  private long inactiveSince = System.nanoTime();
  private Duration pause = PERIOD;

  GridWatch(GridConfig config, GridDirectory directory, GridEngine engine, GridChanges changes) {
    this.config = config;
    this.directory = directory;
    this.engine = engine;
    this.changes = changes;
    this.retirements = new Retirements(config, directory);
    this.thread = Thread.ofPlatform().daemon().name("edos-grid-watch").unstarted(this::run);
  }

  /**
   * Looks until the node can be used, then goes on with that in the background.
   *
   * @throws EdosException external if the others do not take the node in within that time
   */
  void start(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw EdosException.external(
            "the grid did not take in the node '%s' within %d s; is the publisher's daemon running, and was this node retired?"
                .formatted(config.name(), patience.toSeconds()));
      }
      look();
      if (!isReady()) {
        await(Duration.ofMillis(100));
      }
    }
    thread.start();
  }

  private boolean isReady() {
    return engine.ifRunning().filter(GridWatch::isActive).filter(this::holdsData).isPresent();
  }

  private static boolean isActive(Ignite ignite) {
    return ignite.cluster().state() == ClusterState.ACTIVE;
  }

  private boolean holdsData(Ignite ignite) {
    return GridTopology.baseline(ignite).stream()
        .anyMatch(node -> config.name().equals(node.consistentId()));
  }

  private boolean await(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while the grid node started; start it again", e);
    }
  }

  private void run() {
    while (!await(pause)) {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.info("the grid is changing: {}", GridNode.rootMessage(e));
      }
    }
  }

  private void look() {
    if (engine.isDismissed()) {
      engine.stop(true);
      return;
    }
    if (engine.ifRunning().isEmpty()) {
      restart();
      return;
    }
    Ignite ignite = engine.running();
    if (config.isPublisher()) {
      requireOnlyPublisher(ignite);
    } else if (GridTopology.publisher(ignite).isEmpty() && publisherIsElsewhere(ignite)) {
      LOG.warn("the publisher's node is not in this part of the grid; joining again");
      restart();
      return;
    }
    if (!isActive(ignite)) {
      activate(ignite);
      return;
    }
    inactiveSince = System.nanoTime();
    BaselineHistory.forgetActivations(ignite);
    if (config.isPublisher()) {
      admit(ignite);
      letGo(ignite);
    }
    if (holdsData(ignite)) {
      directory.markJoined(config);
    }
    retirements.exchange(ignite);
    GridTopology.giveLostPartitionsBack(ignite);
    directory.remember(GridTopology.met(ignite));
  }

  private void restart() {
    elsewhereSince.clear();
    inactiveSince = System.nanoTime();
    try {
      engine.start();
      pause = PERIOD;
    } catch (RuntimeException e) {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
      LOG.warn(
          "the grid node does not start; next attempt in {} s: {}",
          pause.toSeconds(),
          GridNode.rootMessage(e));
    }
  }

  private void requireOnlyPublisher(Ignite ignite) {
    for (GridMember member : GridTopology.members(ignite)) {
      if (member.online()
          && member.role() == GridRole.PUBLISHER
          && !member.name().equals(config.name())) {
        LOG.error(
            "the grid has two publishers, {} and {}: stop one of the daemons",
            config.name(),
            member.name());
      }
    }
  }

  private void activate(Ignite ignite) {
    boolean first = ignite.cluster().currentBaselineTopology() == null;
    if (config.isPublisher()) {
      if (first) {
        ignite.cluster().baselineAutoAdjustEnabled(false);
      }
      ignite.cluster().state(ClusterState.ACTIVE);
    } else if (!first
        && elsewhereSince.isEmpty()
        && GridTopology.isOldest(ignite)
        && passed(inactiveSince, ALONE_AFTER)) {
      LOG.info("the publisher's node is away; answering from what the mirrors hold");
      ignite.cluster().state(ClusterState.ACTIVE);
    }
  }

  private static boolean passed(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }

  /**
   * Takes newcomers in, once nobody has come or gone for a moment: Ignite leaves a node that joins
   * while the baseline changes with a history that it cannot be started from again.
   */
  private void admit(Ignite ignite) {
    long version = ignite.cluster().topologyVersion();
    if (version != settledVersion) {
      settledVersion = version;
      settledSince = System.nanoTime();
    }
    if (!passed(settledSince, SETTLED_AFTER) && ignite.cluster().forServers().nodes().size() > 1) {
      return;
    }
    List<String> retired = directory.retired();
    List<BaselineNode> wanted = new ArrayList<>(GridTopology.baseline(ignite));
    List<Object> known = wanted.stream().map(BaselineNode::consistentId).toList();
    ignite.cluster().forServers().nodes().stream()
        .filter(node -> !known.contains(node.consistentId()))
        .filter(node -> !retired.contains(node.consistentId().toString()))
        .forEach(wanted::add);
    if (wanted.size() > known.size()) {
      LOG.info("the grid takes in {} new members", wanted.size() - known.size());
      ignite.cluster().setBaselineTopology(wanted);
    }
  }

  /**
   * Ignite keeps those in the baseline who are online: a retired one is asked to go, then put out.
   */
  private void letGo(Ignite ignite) {
    List<String> retired = directory.retired();
    List<BaselineNode> left = new ArrayList<>(GridTopology.baseline(ignite));
    if (!left.removeIf(node -> retired.contains(String.valueOf(node.consistentId())))) {
      return;
    }
    boolean gone = true;
    for (ClusterNode node : ignite.cluster().forServers().nodes()) {
      String name = String.valueOf(node.consistentId());
      if (retired.contains(name)) {
        gone = false;
        changes.tell(ignite, retireTopic(name));
        long since = retiringSince.computeIfAbsent(name, n -> System.nanoTime());
        if (passed(since, PUT_OUT_AFTER)
            && ignite.configuration().getDiscoverySpi() instanceof TcpDiscoverySpi discovery) {
          discovery.failNode(node.id(), "retired");
        }
      }
    }
    if (gone) {
      ignite.cluster().setBaselineTopology(left);
    }
  }

  /** What a retired member listens to. */
  static String retireTopic(String name) {
    return "retire " + name;
  }

  /**
   * Whether, for some time now, the publisher's node has answered outside of this part of the grid;
   * or, with the publisher away, a mirror whose part goes before this one.
   */
  private boolean publisherIsElsewhere(Ignite ignite) {
    List<String> here = GridTopology.onlineNames(ignite);
    String least = here.stream().min(String::compareTo).orElse(config.name());
    boolean elsewhere = false;
    for (GridDirectory.Known member : directory.members()) {
      boolean matters =
          !here.contains(member.name())
              && (member.role() == GridRole.PUBLISHER || member.name().compareTo(least) < 0);
      if (matters && engine.answers(member.address())) {
        long since = elsewhereSince.computeIfAbsent(member.name(), n -> System.nanoTime());
        elsewhere |=
            passed(since, member.role() == GridRole.PUBLISHER ? SETTLED_AFTER : ELSEWHERE_AFTER);
      } else {
        elsewhereSince.remove(member.name());
      }
    }
    return elsewhere;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
