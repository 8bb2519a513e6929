package org.edos.role.publish;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.Tracker;
import org.edos.role.OwnerThread;

/**
 * The publisher's side of flash crowds: opens a window, collects wish lists, plans clusters, makes
 * a torrent of each and seeds it, and follows the peers' reports until all are done. All state
 * belongs to one thread, {@code edos-crowds}, beside which another plans and reads contents; the
 * public methods hand their work to it and are safe for use by many threads. Every step is written
 * down before it is acknowledged, and taken up again after a restart.
 */
public final class FlashCrowds implements AutoCloseable {
  /** Fetches contents into the store, and says of those that failed why. */
  public interface Fetching {
    /** Returns when each is here or has failed. */
    Map<Sha256, String> fetch(Map<Sha256, Long> contents);
  }

  /**
   * The mechanisms that flash crowds stand on, all owned by the caller.
   *
   * @param fetching brings what the store lacks of a release whose bytes are at its origin
   * @param sources daemons that give contents over HTTP, the best first; asked at each planning
   */
  public record Parts(
      ContentStore store,
      DocumentStore documents,
      IndexReader index,
      TorrentEngine engine,
      Tracker tracker,
      URI address,
      Clock clock,
      Fetching fetching,
      Supplier<List<URI>> sources) {}

  private static final Duration TICK = Duration.ofMillis(200);
  private static final int MOST_MEMBERS = 100_000;

  private final Parts parts;
  private final PublishConfig config;
  private final Map<String, ClusterStrategy> strategies;
  private final Consumer<PublishEvent> events;
  private final Map<ReleaseId, FlashCrowd> crowds = new HashMap<>();
  private final CrowdRecords records;
  private final CrowdSeeding seeding;
  private final CrowdPlanning planning;
  private final CrowdLife life;
  private final OwnerThread owner = new OwnerThread("edos-crowds");

  /** Takes up the flash crowds that an earlier process left. */
  public FlashCrowds(
      Parts parts,
      PublishConfig config,
      List<ClusterStrategy> strategies,
      Consumer<PublishEvent> events) {
    this.parts = parts;
    this.config = config;
    this.strategies =
        strategies.stream().collect(Collectors.toMap(ClusterStrategy::name, Function.identity()));
    Strategies.named(this.strategies, config.strategy());
    this.events = events;
    this.records = new CrowdRecords(parts.documents());
    CrowdTorrents torrents =
        new CrowdTorrents(
            parts.store(),
            new PieceRecords(parts.documents(), parts.store()),
            parts.address().resolve("/announce"));
    this.seeding = new CrowdSeeding(parts, torrents);
    this.planning = new CrowdPlanning(torrents, seeding, records, parts.sources());
    this.life =
        new CrowdLife(
            parts,
            config,
            name -> Strategies.named(this.strategies, name),
            events,
            crowds,
            records,
            seeding,
            planning,
            owner::execute);
    owner.execute(() -> life.resume(this::load));
    owner.every(TICK, life::tick);
  }

  /**
   * Opens a flash crowd.
   *
   * @return its address, for the announcement
   * @throws EdosException not found if there is no such release; usage if a flash crowd runs for
   *     it, or the strategy is unknown
   */
  public URI open(ReleaseId release, Optional<Duration> window, Optional<String> named) {
    return owner.call(() -> {
      String strategy = Strategies.named(strategies, named.orElse(config.strategy())).name();
      FlashCrowd running = crowds.get(release);
      if (running != null && running.phase != Phase.CLOSED) {
        throw EdosException.usage(
            "a flash crowd for " + release + " is running; see: edos flashcrowd status " + release);
      }
      Duration length = window.orElse(config.window());
      if (!length.isPositive()) {
        throw EdosException.usage("the window of a flash crowd must be longer than nothing");
      }
      SignedComposition signed = signed(release);
      Composition composition = CompositionXml.read(signed.xml());
      Strategies.refuseUnfit(composition, strategy);
      Instant now = parts.clock().instant();
      FlashCrowd crowd =
          new FlashCrowd(release, composition, signed.digest(), strategy, now, now.plus(length));
      records.forget(release);
      records.save(crowd);
      crowds.put(release, crowd);
      events.accept(new PublishEvent.CrowdOpened(release, length.toMillis()));
      return address(release);
    });
  }

  /** The desk of a release's flash crowd, if one is open or running. */
  public Optional<URI> desk(ReleaseId release) {
    return owner.call(() ->
        Optional.ofNullable(crowds.get(release))
            .filter(crowd -> crowd.phase != Phase.CLOSED)
            .map(crowd -> address(release)));
  }

  /**
   * Has these peers be served before the others, if they hand in a wish list before the plan.
   *
   * @throws EdosException (not found) if there is no such flash crowd, or it is over
   */
  public void feed(ReleaseId release, Collection<PeerId> feeders) {
    owner.call(() -> {
      FlashCrowd crowd = running(release);
      crowd.feeders.addAll(feeders);
      records.save(crowd);
      return null;
    });
  }

  /**
   * Takes a wish list in, in the place of the peer's earlier one. One that comes when the window
   * has closed is planned after the others, into the swarms that run where those bring what it
   * wants.
   *
   * @throws EdosException not found if there is no such flash crowd, or it is over; refused if the
   *     wish list counts in another composition; exhausted if there are too many members
   */
  public void submit(WishList wishes) {
    owner.call(() -> {
      FlashCrowd crowd = running(wishes.release());
      PeerId peer = wishes.peer();
      boolean fits = wishes.wanted().length() <= crowd.positions.count();
      if (!fits || !wishes.composition().equals(crowd.digest)) {
        throw EdosException.refused(
            "the wish list counts in another composition of " + wishes.release());
      }
      if (crowd.wishes.size() >= MOST_MEMBERS && !crowd.wishes.containsKey(peer)) {
        throw EdosException.exhausted(
            "the flash crowd for " + wishes.release() + " has its most members, " + MOST_MEMBERS);
      }
      records.save(wishes);
      crowd.wish(wishes);
      if (crowd.undone(peer)) {
        records.undone(crowd.release, peer);
      }
      if (crowd.phase != Phase.OPEN) {
        if (crowd.late.contains(peer) || !crowd.covers(wishes)) {
          crowd.late(peer, parts.clock().instant());
        } else {
          crowd.parts.putIfAbsent(peer, List.of());
        }
        records.save(crowd);
      }
      events.accept(
          new PublishEvent.WishReceived(
              crowd.release, peer.value(), wishes.wanted().cardinality(), crowd.wishes.size()));
      return null;
    });
  }

  /**
   * A peer's part of the plan, once its wishes are planned and it is its turn.
   *
   * @throws EdosException (not found) if there is no such flash crowd, or it is over, or the peer
   *     handed in no wish list, or its wishes cannot be served
   */
  public Optional<Assignment> assignment(ReleaseId release, PeerId peer) {
    return owner.call(() -> {
      FlashCrowd crowd = running(release);
      if (!crowd.wishes.containsKey(peer)) {
        throw EdosException.notFound("peer " + peer + " handed in no wish list for " + release);
      }
      Optional.ofNullable(crowd.hopeless.get(peer))
          .ifPresent(reason -> {
            throw EdosException.notFound(
                "the flash crowd for " + release + " cannot serve this peer: " + reason);
          });
      boolean waits = crowd.phase == Phase.FEEDING && !crowd.feeders.contains(peer);
      return waits || crowd.late.contains(peer)
          ? Optional.empty()
          : Optional.ofNullable(crowd.parts.get(peer)).map(its -> assignment(crowd, peer, its));
    });
  }

  private static Assignment assignment(FlashCrowd crowd, PeerId peer, List<Assignment.Part> its) {
    return new Assignment(
        crowd.release, crowd.digest, crowd.strategyInUse(), peer, its, crowd.sources);
  }

  /** The whole plan, once there is one. */
  public Optional<ClusterPlan> plan(ReleaseId release) {
    return owner.call(() -> Optional.ofNullable(crowd(release).plan));
  }

  /**
   * What each strategy would make of the wish lists so far, the fastest first. Planned on the
   * caller's thread.
   *
   * @param rates that the peers are taken to have
   */
  public List<PlanOutlook> outlooks(ReleaseId release, Rates rates) {
    record Wished(Composition composition, Sha256 digest, List<WishList> wishes) {}
    Wished wished =
        owner.call(() -> {
          FlashCrowd crowd = crowd(release);
          return new Wished(crowd.composition, crowd.digest, List.copyOf(crowd.wishes.values()));
        });
    return PlanOutlooks.compare(wished.composition(), wished.digest(), wished.wishes(), rates);
  }

  /** The metainfo of a cluster's torrent. */
  public byte[] torrent(ReleaseId release, int cluster) {
    return owner.call(() -> {
      List<Torrent> torrents = crowd(release).torrents;
      if (cluster < 0 || cluster >= torrents.size()) {
        throw EdosException.notFound(
            "the flash crowd for " + release + " has no cluster " + cluster);
      }
      return torrents.get(cluster).metainfo();
    });
  }

  /**
   * Notes how far a peer has come; says when it is to report again.
   *
   * @throws EdosException not found if there is no such flash crowd, or it is over and the peer not
   *     done; refused if the peer handed in no wish list
   */
  public ReportReceipt report(ReleaseId release, CrowdReport report) {
    return owner.call(() -> {
      FlashCrowd crowd = crowd(release);
      if (!crowd.wishes.containsKey(report.peer())) {
        throw EdosException.refused(
            "peer " + report.peer() + " handed in no wish list for " + release);
      }
      if (crowd.phase == Phase.CLOSED && !report.done()) {
        throw over(release);
      }
      Instant now = parts.clock().instant();
      if (report.done()) {
        Duration took =
            crowd.done.computeIfAbsent(
                report.peer(), peer -> Duration.between(crowd.placed(peer).orElse(now), now));
        records.save(release, report, took);
      }
      crowd.reports.put(report.peer(), report);
      events.accept(
          new PublishEvent.Reported(
              release,
              report.peer().value(),
              report.receivedBytes(),
              report.wantedBytes(),
              crowd.done.size(),
              crowd.wishes.size()));
      if (crowd.finished == null && crowd.plan != null && crowd.allDone()) {
        crowd.finished = now;
        records.save(crowd);
      }
      return crowd.receipt();
    });
  }

  /** When a flash crowd's peers are to report again. */
  ReportReceipt receipt(ReleaseId release) {
    return owner.call(() -> crowd(release).receipt());
  }

  /** Hash of the composition that a flash crowd is for. */
  public Sha256 composition(ReleaseId release) {
    return owner.call(() -> crowd(release).digest);
  }

  /** How a flash crowd is doing. */
  public CrowdStatus status(ReleaseId release) {
    return owner.call(() -> status(crowd(release)));
  }

  /** Who wishes what in a flash crowd, and how its swarms are doing. */
  public CrowdDetail detail(ReleaseId release) {
    return owner.call(
        () -> CrowdDetails.of(crowd(release), parts.engine().status(), parts.tracker()));
  }

  /** How every known flash crowd is doing, the newest first. */
  public List<CrowdStatus> list() {
    return owner.call(() ->
        crowds.values().stream()
            .sorted((a, b) -> b.opened.compareTo(a.opened))
            .map(this::status)
            .toList());
  }

  /**
   * Ends a flash crowd now: its torrents are seeded no longer. One that is over already stays as it
   * is.
   */
  public void close(ReleaseId release) {
    owner.call(() -> {
      FlashCrowd crowd = crowd(release);
      if (crowd.phase != Phase.CLOSED) {
        life.end(crowd);
      }
      return null;
    });
  }

  /**
   * Ends a release's flash crowd, where there is one: to be called when the release is withdrawn.
   */
  public void withdraw(ReleaseId release) {
    owner.call(() -> {
      FlashCrowd crowd = crowds.remove(release);
      if (crowd != null && crowd.phase != Phase.CLOSED) {
        life.end(crowd);
      }
      records.forget(release);
      return null;
    });
  }

  /** Stops the threads; the flash crowds are taken up by the next process. */
  @Override
  public void close() {
    owner.close();
    planning.close();
  }

  private CrowdStatus status(FlashCrowd crowd) {
    return new CrowdStatus(
        crowd.release,
        crowd.phase,
        crowd.opened,
        crowd.closes,
        Optional.ofNullable(crowd.planned),
        Optional.ofNullable(crowd.finished),
        crowd.strategyInUse(),
        crowd.torrents.size(),
        crowd.wishes.size(),
        crowd.wantedBytes(),
        crowd.distinctBytes(),
        crowd.unwantedBytes,
        seeding.uploadedBytes(crowd),
        crowd.planning.map(it -> new CrowdStatus.Preparation(it.done(), it.total())),
        CrowdStatus.Totals.of(crowd.reports.values(), crowd.done.values()),
        List.copyOf(crowd.reports.values()));
  }

  /** A flash crowd for a composition that is no longer the release's is none. */
  private Optional<FlashCrowd> load(ReleaseId release) {
    return parts.index().composition(release).flatMap(signed -> records.load(release, signed));
  }

  private URI address(ReleaseId release) {
    return parts
        .address()
        .resolve("/api/v1/flashcrowds/" + release.name() + "/" + release.version());
  }

  private SignedComposition signed(ReleaseId release) {
    return parts
        .index()
        .composition(release)
        .orElseThrow(() ->
            EdosException.notFound("no release " + release + " is published; see: edos releases"));
  }

  private FlashCrowd crowd(ReleaseId release) {
    return Optional.ofNullable(crowds.get(release))
        .orElseThrow(() ->
            EdosException.notFound(
                "no flash crowd for " + release + "; open one: edos flashcrowd open " + release));
  }

  private FlashCrowd running(ReleaseId release) {
    FlashCrowd crowd = crowd(release);
    if (crowd.phase == Phase.CLOSED) {
      throw over(release);
    }
    return crowd;
  }

  private static EdosException over(ReleaseId release) {
    return EdosException.notFound("the flash crowd for " + release + " is over");
  }
}
