package org.edos.role.publish;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlanXml;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.Tracker;

/**
 * The publisher's side of flash crowds: opens a window, collects wish lists, plans clusters, makes a torrent of each and
 * seeds it, and follows the peers' reports until all are done. All state belongs to one thread, {@code edos-crowds}; the
 * public methods hand their work to it and are safe for use by many threads. Every step is written down before it is
 * acknowledged, and taken up again after a restart.
 */
public final class FlashCrowds implements AutoCloseable {
  /** The mechanisms that flash crowds stand on, all owned by the caller. */
  public record Parts(
      ContentStore store,
      DocumentStore documents,
      IndexReader index,
      TorrentEngine engine,
      Tracker tracker,
      URI address,
      Clock clock) {}

  private static final String PREFIX = "crowd/";
  private static final Duration TICK = Duration.ofMillis(200);

  private final Parts parts;
  private final PublishConfig config;
  private final Map<String, ClusterStrategy> strategies;
  private final Consumer<PublishEvent> events;
  private final Map<ReleaseId, FlashCrowd> crowds = new HashMap<>();
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("edos-crowds").daemon().factory());

  /** Takes up the flash crowds that an earlier process left. */
  public FlashCrowds(
      Parts parts, PublishConfig config, List<ClusterStrategy> strategies, Consumer<PublishEvent> events) {
    this.parts = parts;
    this.config = config;
    this.strategies = strategies.stream().collect(Collectors.toMap(ClusterStrategy::name, Function.identity()));
    this.events = events;
    own(
        () -> {
          resume();
          return null;
        });
    owner.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a flash crowd.
   *
   * @return its address, for the announcement
   * @throws EdosException not found if there is no such release; usage if a flash crowd runs for it, or the strategy is
   *     unknown
   */
  public URI open(ReleaseId release, Optional<Duration> window, String strategy) {
    return own(
        () -> {
          if (!strategies.containsKey(strategy)) {
            throw EdosException.usage(
                "unknown strategy '" + strategy + "'; there are: " + String.join(", ", strategies.keySet()));
          }
          FlashCrowd running = crowds.get(release);
          if (running != null && running.phase != Phase.CLOSED) {
            throw EdosException.usage(
                "a flash crowd for " + release + " is running; see: edos flashcrowd status " + release);
          }
          SignedComposition signed = composition(release);
          Instant now = parts.clock().instant();
          Duration length = window.orElse(config.window());
          FlashCrowd crowd =
              new FlashCrowd(
                  release, CompositionXml.read(signed.xml()), signed.digest(), strategy, now, now.plus(length));
          parts.documents().keys(key(release, "")).forEach(parts.documents()::remove);
          crowds.put(release, crowd);
          save(crowd);
          events.accept(new PublishEvent.CrowdOpened(release, length.toMillis()));
          return address(release);
        });
  }

  /**
   * Takes a wish list in.
   *
   * @throws EdosException not found if there is no such flash crowd; refused if its window has closed, or the wish list
   *     counts in another composition
   */
  public void submit(WishList wishes) {
    own(
        () -> {
          FlashCrowd crowd = crowd(wishes.release());
          if (crowd.phase != Phase.OPEN) {
            throw EdosException.refused("the window for wish lists of " + wishes.release() + " has closed");
          }
          boolean fits = wishes.wanted().length() <= crowd.composition.contents().size();
          if (!fits || !wishes.composition().equals(crowd.digest)) {
            throw EdosException.refused("the wish list counts in another composition of " + wishes.release());
          }
          parts.documents().put(key(crowd.release, "wish/" + wishes.peer()), WishListXml.write(wishes));
          crowd.wishes.put(wishes.peer(), wishes);
          events.accept(
              new PublishEvent.WishReceived(
                  crowd.release, wishes.peer().value(), wishes.wanted().cardinality(), crowd.wishes.size()));
          return null;
        });
  }

  /**
   * The plan, once the window has closed.
   *
   * @throws EdosException (not found) if there is no such flash crowd, or it is over
   */
  public Optional<ClusterPlan> plan(ReleaseId release) {
    return own(
        () -> {
          FlashCrowd crowd = crowd(release);
          if (crowd.phase == Phase.CLOSED) {
            throw EdosException.notFound("the flash crowd for " + release + " is over");
          }
          return Optional.ofNullable(crowd.plan);
        });
  }

  /** The metainfo of a cluster's torrent. */
  public byte[] torrent(ReleaseId release, int cluster) {
    return own(
        () -> {
          List<Torrent> torrents = crowd(release).torrents;
          if (cluster < 0 || cluster >= torrents.size()) {
            throw EdosException.notFound("the flash crowd for " + release + " has no cluster " + cluster);
          }
          return torrents.get(cluster).metainfo();
        });
  }

  /** Notes how far a peer has come; reports of peers without a wish list are refused. */
  public void report(ReleaseId release, CrowdReport report) {
    own(
        () -> {
          FlashCrowd crowd = crowd(release);
          if (!crowd.wishes.containsKey(report.peer())) {
            throw EdosException.refused("peer " + report.peer() + " handed in no wish list for " + release);
          }
          crowd.reports.put(report.peer(), report);
          int done = (int) crowd.reports.values().stream().filter(CrowdReport::done).count();
          events.accept(
              new PublishEvent.Reported(
                  release,
                  report.peer().value(),
                  report.receivedBytes(),
                  report.wantedBytes(),
                  done,
                  crowd.wishes.size()));
          if (crowd.finished == null && crowd.plan != null && crowd.allDone()) {
            crowd.finished = parts.clock().instant();
            save(crowd);
          }
          return null;
        });
  }

  /** How a flash crowd is doing. */
  public CrowdStatus status(ReleaseId release) {
    return own(() -> status(crowd(release)));
  }

  /** How every known flash crowd is doing, the newest first. */
  public List<CrowdStatus> list() {
    return own(
        () ->
            crowds.values().stream()
                .sorted((a, b) -> b.opened.compareTo(a.opened))
                .map(this::status)
                .toList());
  }

  /** Ends a flash crowd now: its torrents are seeded no longer. */
  public void close(ReleaseId release) {
    own(
        () -> {
          end(crowd(release));
          return null;
        });
  }

  /** Stops the thread; the flash crowds are taken up by the next process. */
  @Override
  public void close() {
    owner.shutdownNow();
  }

  private void tick() {
    try {
      Instant now = parts.clock().instant();
      for (FlashCrowd crowd : List.copyOf(crowds.values())) {
        if (crowd.phase == Phase.OPEN && !now.isBefore(crowd.closes)) {
          swarm(crowd, now);
        } else if (crowd.phase == Phase.SWARMING
            && crowd.finished != null
            && !now.isBefore(crowd.finished.plus(config.linger()))) {
          end(crowd);
        }
      }
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again; the next tick tries once more.
      System.getLogger(FlashCrowds.class.getName()).log(System.Logger.Level.ERROR, "flash crowd", e);
    }
  }

  private void swarm(FlashCrowd crowd, Instant now) {
    ClusterStrategy strategy = strategies.getOrDefault(crowd.strategy, new StrictClusters());
    ClusterPlan plan = strategy.plan(crowd.composition, crowd.digest, crowd.wishes.values());
    List<Torrent> torrents = new ArrayList<>();
    for (ClusterPlan.Cluster cluster : plan.clusters()) {
      Torrent torrent = makeTorrent(crowd.composition, cluster);
      parts.documents().put(key(crowd.release, "torrent/" + cluster.number()), torrent.metainfo());
      torrents.add(torrent);
    }
    parts.documents().put(key(crowd.release, "plan"), ClusterPlanXml.write(plan));
    torrents.forEach(this::seed);
    crowd.plan = plan;
    crowd.torrents = List.copyOf(torrents);
    crowd.planned = now;
    crowd.phase = Phase.SWARMING;
    if (crowd.wishes.isEmpty()) {
      crowd.finished = now;
    }
    save(crowd);
    events.accept(
        new PublishEvent.ClustersPlanned(
            crowd.release, plan.strategy(), plan.clusters().size(), crowd.wishes.size()));
  }

  private Torrent makeTorrent(Composition composition, ClusterPlan.Cluster cluster) {
    Map<Sha256, Long> sizes = composition.contents();
    List<TorrentFile.Source> sources =
        cluster.contents().stream()
            .map(hash -> new TorrentFile.Source(hash, sizes.getOrDefault(hash, 0L), file(hash)))
            .toList();
    return TorrentFile.create(sources, parts.address().resolve("/announce"));
  }

  private Path file(Sha256 hash) {
    return parts
        .store()
        .find(hash)
        .flatMap(Content::file)
        .orElseThrow(
            () -> EdosException.external("content " + hash + " has left the store; publish its release again"));
  }

  private void seed(Torrent torrent) {
    parts.tracker().serve(torrent);
    Map<Sha256, Path> files =
        torrent.files().stream()
            .collect(Collectors.toMap(Torrent.Entry::content, entry -> file(entry.content())));
    parts.engine().seed(torrent, files);
  }

  private void end(FlashCrowd crowd) {
    crowd.uploadedBytes = uploaded(crowd);
    crowd.torrents.forEach(
        torrent -> {
          parts.engine().remove(torrent.infoHash());
          parts.tracker().forget(torrent.infoHash());
        });
    crowd.phase = Phase.CLOSED;
    save(crowd);
    events.accept(new PublishEvent.CrowdClosed(crowd.release));
  }

  private long uploaded(FlashCrowd crowd) {
    if (crowd.phase == Phase.CLOSED) {
      return crowd.uploadedBytes;
    }
    List<String> hashes = crowd.torrents.stream().map(Torrent::infoHash).toList();
    return parts.engine().status().stream()
        .filter(status -> hashes.contains(status.infoHash()))
        .mapToLong(SwarmStatus::uploadedBytes)
        .sum();
  }

  private CrowdStatus status(FlashCrowd crowd) {
    return new CrowdStatus(
        crowd.release,
        crowd.phase,
        crowd.opened,
        crowd.closes,
        Optional.ofNullable(crowd.planned),
        Optional.ofNullable(crowd.finished),
        crowd.strategy,
        crowd.torrents.size(),
        crowd.wishes.size(),
        crowd.wantedBytes(),
        crowd.distinctBytes(),
        crowd.unwantedBytes(),
        uploaded(crowd),
        List.copyOf(crowd.reports.values()));
  }

  private void resume() {
    for (String key : parts.documents().keys(PREFIX)) {
      if (key.endsWith("/state")) {
        ReleaseId release = ReleaseId.parse(key.substring(PREFIX.length(), key.length() - "/state".length()));
        parts.index().composition(release).ifPresent(signed -> resume(release, signed, key));
      }
    }
  }

  private void resume(ReleaseId release, SignedComposition signed, String key) {
    byte[] state = parts.documents().get(key).orElseThrow();
    FlashCrowd crowd = FlashCrowd.ofState(release, CompositionXml.read(signed.xml()), state);
    documents(release, "wish/").map(WishListXml::read).forEach(wish -> crowd.wishes.put(wish.peer(), wish));
    if (crowd.phase != Phase.OPEN) {
      crowd.plan = parts.documents().get(key(release, "plan")).map(ClusterPlanXml::read).orElse(null);
      crowd.torrents = torrents(release, crowd);
    }
    if (crowd.phase == Phase.SWARMING) {
      crowd.torrents.forEach(this::seed);
    }
    crowds.put(release, crowd);
  }

  private List<Torrent> torrents(ReleaseId release, FlashCrowd crowd) {
    int clusters = crowd.plan == null ? 0 : crowd.plan.clusters().size();
    return Stream.iterate(0, number -> number + 1)
        .limit(clusters)
        .map(number -> parts.documents().get(key(release, "torrent/" + number)).orElseThrow())
        .map(TorrentFile::parse)
        .toList();
  }

  private Stream<byte[]> documents(ReleaseId release, String below) {
    return parts.documents().keys(key(release, below)).stream()
        .flatMap(key -> parts.documents().get(key).stream());
  }

  private void save(FlashCrowd crowd) {
    parts.documents().put(key(crowd.release, "state"), crowd.state());
  }

  private static String key(ReleaseId release, String below) {
    return PREFIX + release + "/" + below;
  }

  private URI address(ReleaseId release) {
    return parts.address().resolve("/api/v1/flashcrowds/" + release.name() + "/" + release.version());
  }

  private SignedComposition composition(ReleaseId release) {
    return parts
        .index()
        .composition(release)
        .orElseThrow(
            () -> EdosException.notFound("no release " + release + " is published; see: edos releases"));
  }

  private FlashCrowd crowd(ReleaseId release) {
    return Optional.ofNullable(crowds.get(release))
        .orElseThrow(
            () ->
                EdosException.notFound(
                    "no flash crowd for " + release + "; open one: edos flashcrowd open " + release));
  }

  private <T> T own(Callable<T> work) {
    try {
      return owner.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted", e);
    }
  }
}
