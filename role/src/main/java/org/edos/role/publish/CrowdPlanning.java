package org.edos.role.publish;

import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.release.Composition;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;

/**
 * Turns wish lists into plans, torrents and shares, beside the thread that answers the peers: one
 * piece of work after the other, on the thread {@code edos-crowd-planner}. Safe for use by many
 * threads.
 */
final class CrowdPlanning implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  /**
   * What is to be planned.
   *
   * @param digest of the composition
   * @param running the plan that these wishes come too late for, whose clusters stay
   * @param torrents of the running plan
   * @param feeders peers that are served before the others
   * @param wishes those to be planned now
   * @param earlier those of the running plan's members
   */
  record Task(
      Composition composition,
      NumberedContents positions,
      Sha256 digest,
      ClusterStrategy strategy,
      Optional<ClusterPlan> running,
      List<Torrent> torrents,
      Set<PeerId> feeders,
      List<WishList> wishes,
      List<WishList> earlier) {}

  /**
   * What came of it.
   *
   * @param plan all of it, the running clusters first
   * @param torrents of all its clusters
   * @param parts of those whose wishes were planned now
   * @param unwantedBytes that the whole plan brings to members that did not wish for them
   * @param sources daemons that give contents over HTTP, the best first
   */
  record Planned(
      ClusterPlan plan,
      List<Torrent> torrents,
      Map<PeerId, List<Part>> parts,
      long unwantedBytes,
      List<URI> sources) {}

  private final CrowdTorrents torrents;
  private final CrowdSeeding seeding;
  private final CrowdRecords records;
  private final Supplier<List<URI>> sources;
  private final ExecutorService planner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("edos-crowd-planner").daemon().factory());

  CrowdPlanning(
      CrowdTorrents torrents,
      CrowdSeeding seeding,
      CrowdRecords records,
      Supplier<List<URI>> sources) {
    this.sources = sources;
    this.torrents = torrents;
    this.seeding = seeding;
    this.records = records;
  }

  /**
   * Plans, writes the plan and its new torrents down, and seeds them. Then tells what came of it,
   * or the failure, on whatever thread; nothing if this is closed meanwhile.
   *
   * @param first what is to be done before that takes long without being work; has a thread of its
   *     own
   */
  void start(
      Optional<Runnable> first,
      Task task,
      CrowdTorrents.Progress progress,
      Consumer<Planned> planned,
      Consumer<RuntimeException> failed) {
    Runnable work =
        () -> planner.execute(() -> attempt(() -> planned.accept(plan(task, progress)), failed));
    if (first.isEmpty()) {
      work.run();
      return;
    }
    Thread.ofVirtual()
        .name("edos-crowd-fetch")
        .start(() ->
            attempt(
                () -> {
                  first.get().run();
                  work.run();
                },
                failed));
  }

  private void attempt(Runnable work, Consumer<RuntimeException> failed) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!planner.isShutdown()) {
        failed.accept(e);
      }
    }
  }

  private Planned plan(Task task, CrowdTorrents.Progress progress) {
    ClusterPlan plan =
        task.running()
            .map(running ->
                LatePlanning.extend(
                    task.strategy(), task.composition(), running, task.earlier(), task.wishes()))
            .orElseGet(
                () -> task.strategy().plan(task.composition(), task.digest(), task.wishes()));
    int before = task.torrents().size();
    List<Cluster> fresh = plan.clusters().subList(before, plan.clusters().size());
    List<Torrent> made = torrents.make(task.positions(), fresh, progress);
    records.save(plan, before, made);
    made.forEach(seeding::begin);
    List<Torrent> all = Stream.concat(task.torrents().stream(), made.stream()).toList();
    return new Planned(plan, all, parts(task, plan, all), unwantedBytes(task, plan), sources.get());
  }

  /**
   * The parts of those that were planned now. Feeders share the first pieces among themselves, and
   * so do those that come after them; in a swarm that runs already nobody is given first pieces.
   */
  private static Map<PeerId, List<Part>> parts(Task task, ClusterPlan plan, List<Torrent> all) {
    Map<PeerId, List<Part>> parts = new HashMap<>();
    int before = task.torrents().size();
    Map<Boolean, List<WishList>> groups =
        task.wishes().stream()
            .collect(Collectors.partitioningBy(wish -> task.feeders().contains(wish.peer())));
    for (List<WishList> group : groups.values()) {
      ClusterPlan fresh = only(plan, before, group);
      parts.putAll(SharedStart.deal(task.composition(), fresh, all, group));
    }
    Map<PeerId, List<Part>> whole = new HashMap<>();
    task.wishes().forEach(wish -> whole.put(wish.peer(), new ArrayList<>()));
    for (Cluster cluster : plan.clusters().subList(0, before)) {
      for (PeerId member : cluster.members()) {
        Optional.ofNullable(whole.get(member)).ifPresent(its -> its.add(bare(cluster)));
      }
    }
    whole.forEach((peer, its) -> its.addAll(parts.getOrDefault(peer, List.of())));
    return whole;
  }

  /** The plan with the members of one group alone, and without members below a number. */
  private static ClusterPlan only(ClusterPlan plan, int from, List<WishList> group) {
    Set<PeerId> peers = new HashSet<>();
    group.forEach(wish -> peers.add(wish.peer()));
    List<Cluster> clusters = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      SortedSet<PeerId> members = new TreeSet<>();
      if (cluster.number() >= from) {
        cluster.members().stream().filter(peers::contains).forEach(members::add);
      }
      clusters.add(
          new Cluster(
              cluster.number(), cluster.contents(), cluster.bytes(), members, cluster.selective()));
    }
    return new ClusterPlan(plan.release(), plan.composition(), plan.strategy(), clusters);
  }

  /** Every member's parts of a plan whose swarms run already. */
  static Map<PeerId, List<Part>> parts(ClusterPlan plan) {
    Map<PeerId, List<Part>> parts = new HashMap<>();
    for (Cluster cluster : plan.clusters()) {
      for (PeerId member : cluster.members()) {
        parts.computeIfAbsent(member, m -> new ArrayList<>()).add(bare(cluster));
      }
    }
    return parts;
  }

  private static Part bare(Cluster cluster) {
    return new Part(cluster.number(), cluster.selective(), new BitSet());
  }

  private static long unwantedBytes(Task task, ClusterPlan plan) {
    Map<PeerId, WishList> wishes = new TreeMap<>();
    task.earlier().forEach(wish -> wishes.put(wish.peer(), wish));
    task.wishes().forEach(wish -> wishes.put(wish.peer(), wish));
    return unwantedBytes(task.positions(), plan, wishes.values());
  }

  /** Bytes that a plan brings to members that did not wish for them. */
  static long unwantedBytes(
      NumberedContents positions, ClusterPlan plan, Collection<WishList> wishes) {
    Map<PeerId, BitSet> wanted = new HashMap<>();
    wishes.forEach(wish -> wanted.put(wish.peer(), wish.wanted()));
    long unwanted = 0;
    for (Cluster cluster : plan.clusters()) {
      if (!cluster.selective()) {
        BitSet brought = positions.of(cluster.contents());
        for (PeerId member : cluster.members()) {
          BitSet surplus = (BitSet) brought.clone();
          surplus.andNot(wanted.getOrDefault(member, new BitSet()));
          unwanted += positions.bytes(surplus);
        }
      }
    }
    return unwanted;
  }

  /** Breaks off what is under way; nothing of it is told. */
  @Override
  public void close() {
    planner.shutdownNow();
    try {
      planner.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
