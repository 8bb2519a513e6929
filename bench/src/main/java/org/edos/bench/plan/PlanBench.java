package org.edos.bench.plan;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.bench.index.PackagesFile;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PlanBytes;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.LatePlanning;
import org.edos.role.publish.PlanOutlooks;
import org.edos.role.publish.SharedStart;
import org.edos.role.publish.Strategies;

/** Every strategy's plans of the same wish lists: what they cost, and what planning costs. */
public final class PlanBench implements Bench {
  private static final long SEED = 20070923;
  private static final double MEBIBYTE = 1 << 20;
  private static final double MOST_SECONDS = 10;
  private static final double MOST_MEBIBYTES = 1024;

  /**
   * What one measured call took and gave.
   *
   * @param processorSeconds of its thread, which other work on the machine does not lengthen
   */
  private record Timed<T>(T result, double seconds, double processorSeconds) {
    static <T> Timed<T> of(Supplier<T> work) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long begun = System.nanoTime();
      long processor = threads.getCurrentThreadCpuTime();
      T result = work.get();
      return new Timed<>(
          result,
          (System.nanoTime() - begun) / 1e9,
          (threads.getCurrentThreadCpuTime() - processor) / 1e9);
    }
  }

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    PackagesFile file = PackagesFile.find(occasion, Integer.MAX_VALUE);
    Distribution distribution = Distribution.read(file.file());
    List<Integer> manyPeers = occasion.quick() ? List.of(100, 1_000) : List.of(100, 1_000, 10_000);
    List<Integer> manyUnits =
        occasion.quick() ? List.of(1_000, 10_000) : List.of(1_000, 10_000, 60_000);
    List<Row> rows = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    measure(Crowd.of(distribution, 1_000, 50, SEED), "warm-up", new ArrayList<>(), ratios);
    ratios.clear();
    for (int peers : manyPeers) {
      for (int units : manyUnits) {
        String situation = String.format(Locale.ROOT, "%,d x %,d", peers, units);
        occasion.tell(situation);
        ratios.clear();
        measure(Crowd.of(distribution, units, peers, SEED), situation, rows, ratios);
      }
    }
    return new Results(description(file, distribution), rows, ratios);
  }

  /** Of the largest crowd the ratios are kept. */
  private static void measure(Crowd crowd, String situation, List<Row> rows, List<Ratio> ratios) {
    rows.add(
        Row.of(
            situation,
            "wish lists",
            "units wanted by a peer",
            "",
            Samples.of(
                crowd.wishes().stream()
                    .mapToDouble(wish -> wish.wanted().cardinality())
                    .toArray())));
    for (ClusterStrategy strategy : Strategies.all()) {
      measure(crowd, strategy, situation, rows, ratios);
    }
  }

  private static void measure(
      Crowd crowd, ClusterStrategy strategy, String situation, List<Row> rows, List<Ratio> ratios) {
    String name = strategy.name();
    Timed<ClusterPlan> plan;
    double heap;
    try (HeapWatch watch = new HeapWatch()) {
      plan = Timed.of(() -> strategy.plan(crowd.composition(), crowd.digest(), crowd.wishes()));
      heap = watch.most() / MEBIBYTE;
    }
    ClusterPlan planned = plan.result();
    PlanBytes bytes = PlanBytes.of(crowd.composition(), planned, crowd.wishes());
    PlanOutlook outlook =
        PlanOutlooks.of(crowd.composition(), planned, crowd.wishes(), Rates.ASSUMED);
    Samples swarms =
        Samples.of(
            bytes.peers().values().stream().mapToDouble(PlanBytes.PeerBytes::swarms).toArray());
    double unwanted = (double) bytes.unwantedBytes() / Math.max(1, bytes.wantedBytes());
    rows.add(Row.of(situation, name, "planned in", "s", plan.seconds()));
    rows.add(Row.of(situation, name, "processor time", "s", plan.processorSeconds()));
    rows.add(Row.of(situation, name, "heap, with wish lists", "MiB", heap));
    rows.add(Row.of(situation, name, "clusters", "", planned.clusters().size()));
    rows.add(Row.of(situation, name, "clusters of a peer", "", swarms));
    rows.add(Row.of(situation, name, "unwanted / wanted bytes", "x", unwanted));
    rows.add(
        Row.of(
            situation, name, "torrents' descriptions", "MiB", outlook.metainfoBytes() / MEBIBYTE));
    rows.add(
        Row.of(
            situation,
            name,
            "expected / bound",
            "x",
            outlook.expectedSeconds() / Math.max(outlook.boundSeconds(), 1e-9)));
    rows.add(Row.of(situation, name, "first pieces dealt in", "s", dealt(crowd, planned)));
    rows.add(Row.of(situation, name, "a tenth comes late, planned in", "s", late(crowd, strategy)));
    if (name.equals("strict") || name.equals("merged")) {
      ratios.add(Ratio.atMost(situation, name + " planned in, s", plan.seconds(), MOST_SECONDS, 3));
      ratios.add(
          Ratio.atMost(situation, name + " heap, MiB", heap, MOST_MEBIBYTES, MOST_MEBIBYTES / 2));
      ratios.add(Ratio.atMost(situation, name + " unwanted / wanted bytes", unwanted, 0.01, 0));
    }
  }

  private static double dealt(Crowd crowd, ClusterPlan plan) {
    var sizes = crowd.composition().contents();
    List<Torrent> torrents = new ArrayList<>();
    for (ClusterPlan.Cluster cluster : plan.clusters()) {
      List<Torrent.Entry> entries = new ArrayList<>();
      for (Sha256 content : cluster.contents()) {
        entries.add(new Torrent.Entry(content, sizes.getOrDefault(content, 0L)));
      }
      torrents.add(
          new Torrent(
              new byte[0],
              "%040x".formatted(cluster.number()),
              entries,
              TorrentFile.pieceLength(cluster.bytes())));
    }
    return Timed.of(() -> SharedStart.deal(crowd.composition(), plan, torrents, crowd.wishes()))
        .seconds();
  }

  private static double late(Crowd crowd, ClusterStrategy strategy) {
    int early = crowd.wishes().size() * 9 / 10;
    List<WishList> first = crowd.wishes().subList(0, early);
    List<WishList> late = crowd.wishes().subList(early, crowd.wishes().size());
    ClusterPlan running = strategy.plan(crowd.composition(), crowd.digest(), first);
    return Timed.of(() -> LatePlanning.extend(strategy, crowd.composition(), running, first, late))
        .seconds();
  }

  private static String description(PackagesFile file, Distribution distribution) {
    return String.format(
        Locale.ROOT,
        "peers x units of %s (%,d packages); a peer wants what is on every machine, what its kind"
            + " of %d has, and up to %d packages of its own, drawn by Zipf's law over sources, all"
            + " with what they need; outlooks for a publisher of %.1f MB/s and peers of %.1f MB/s"
            + " up",
        file.origin(),
        distribution.size(),
        Crowd.KINDS,
        Crowd.OWN_DRAWS,
        Rates.ASSUMED.publisherUpload() / 1e6,
        Rates.ASSUMED.peerUpload() / 1e6);
  }
}
