package org.edos.physical.grid;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.configuration.Factory;
import javax.net.ssl.SSLContext;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inner Ignite node, which is started again when it fails or finds itself in the wrong part of
 * the grid. Starting and stopping is its owner's, one thread at a time; many may ask for it.
 *
 * <p>The publisher's node always starts a grid of its own, in which it holds everything, and
 * mirrors join that, so that the engine compares what they bring with what the publisher holds.
 * Where the publisher's node joined mirrors that had been running without it, Ignite would take
 * partitions that were lost among them as they are, old ones too.
 *
 * <p>Ignite refuses a node whose history of baselines is not part of the cluster's. A mirror that
 * is refused by the publisher puts its data aside and joins as a new one.
 */
final class GridEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GridEngine.class);
  private static final int MOST_ATTEMPTS = 5;

  private final GridConfig config;
  private final GridDirectory directory;
  private final Optional<GridProbe> probe;
  private final Consumer<Ignite> started;
  private volatile @Nullable Ignite current;
  private volatile boolean dismissed;

  /**
   * @param started told of each new inner node
   */
  GridEngine(GridConfig config, GridDirectory directory, Consumer<Ignite> started) {
    this.config = config;
    this.directory = directory;
    this.probe = config.tls().map(tls -> new GridProbe(tls, directory));
    this.started = started;
  }

  /**
   * The running inner node.
   *
   * @throws IllegalStateException while there is none
   * @throws EdosException refused once the publisher let this node go
   */
  Ignite running() {
    if (dismissed) {
      throw retired(config);
    }
    return ifRunning()
        .orElseThrow(() -> new IllegalStateException("this node is joining the grid again"));
  }

  Optional<Ignite> ifRunning() {
    Ignite ignite = current;
    return ignite != null && Ignition.state(ignite.name()) == IgniteState.STARTED
        ? Optional.of(ignite)
        : Optional.empty();
  }

  /** The publisher lets this node go, for good. */
  void dismiss() {
    directory.markDismissed();
    dismissed = true;
  }

  boolean isDismissed() {
    return dismissed;
  }

  private static EdosException retired(GridConfig config) {
    return EdosException.refused(
        "the publisher retired '"
            + config.name()
            + "' from the grid; join again by a new invitation, under another name");
  }

  /** Whether a member of this grid answers at an address. */
  boolean answers(String address) {
    return probe.filter(there -> there.answers(address)).isPresent();
  }

  /** Stops the inner node, if there is one, and starts another, which joins those that answer. */
  void start() {
    if (directory.isDismissed()) {
      throw retired(config);
    }
    stop(true);
    if (directory.wasOther(config)) {
      LOG.warn("the data in {} is of a grid of another member; it is put aside", directory.root());
      directory.putDataAside();
    }
    List<String> publisher = config.isPublisher() ? List.of() : publisherAnswering();
    boolean alone = config.isPublisher() || (directory.hasJoined() && publisher.isEmpty());
    try {
      become(launch(publisher.isEmpty() ? others() : publisher, alone));
    } catch (IgniteException failure) {
      if (publisher.isEmpty() || !directory.hasJoined() || !isForeignHistory(failure)) {
        throw failure;
      }
      LOG.warn("this node's history is not the publisher's; it joins again as a new one");
      directory.putDataAside();
      become(launch(publisher, false));
    }
  }

  private void become(Ignite ignite) {
    current = ignite;
    started.accept(ignite);
  }

  /**
   * A port that was free when it was chosen may be another's a moment later: then others are
   * chosen.
   */
  private Ignite launch(List<String> others, boolean alone) {
    boolean chosen = config.discoveryPort() == 0 || config.communicationPort() == 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return launchOnce(others, alone);
      } catch (IgniteException failure) {
        if (!chosen || attempt == MOST_ATTEMPTS || !mentions(failure, "Failed to bind")) {
          throw failure;
        }
        LOG.info("a port of the grid node was taken meanwhile; it tries others");
      }
    }
  }

  private Ignite launchOnce(List<String> others, boolean alone) {
    int discovery = directory.port("discovery", config.address(), config.discoveryPort());
    int communication =
        directory.port("communication", config.address(), config.communicationPort());
    Factory<SSLContext> contexts =
        config.tls().map(tls -> tls.contexts(directory::retired)).orElseGet(ClosedContexts::new);
    return Ignition.start(
        GridSettings.of(config, discovery, communication, others, alone)
            .setSslContextFactory(contexts));
  }

  private List<String> others() {
    if (config.isPublisher()) {
      return List.of();
    }
    return Stream.concat(
            config.seeds().stream(),
            directory.members().stream()
                .filter(member -> !member.name().equals(config.name()))
                .map(GridDirectory.Known::address))
        .distinct()
        .toList();
  }

  private List<String> publisherAnswering() {
    return directory.members().stream()
        .filter(member -> member.role() == GridRole.PUBLISHER)
        .map(GridDirectory.Known::address)
        .filter(this::answers)
        .toList();
  }

  private static boolean isForeignHistory(Throwable failure) {
    return mentions(failure, "BaselineTopology");
  }

  private static boolean mentions(Throwable failure, String words) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(words)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Stops the inner node.
   *
   * @param cancel whether its running operations are given up
   */
  void stop(boolean cancel) {
    Ignite ignite = current;
    if (ignite != null) {
      Ignition.stop(ignite.name(), cancel);
      current = null;
    }
  }

  /** What the first start's failure means to the one who started the daemon. */
  EdosException notStarted(RuntimeException failure) {
    String reason = GridNode.rootMessage(failure);
    if (!config.isPublisher() && !directory.hasJoined()) {
      return EdosException.external(
          "no member of the grid lets this node in at %s: %s; start the publisher's daemon, or ask for another invitation"
              .formatted(String.join(", ", config.seeds()), reason),
          failure);
    }
    return EdosException.external(
        "the grid node in %s did not start: %s; look for a port in use, a full disk or a damaged directory"
            .formatted(config.directory(), reason),
        failure);
  }
}
