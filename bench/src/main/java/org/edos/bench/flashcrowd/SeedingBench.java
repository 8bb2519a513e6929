package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;

/** What it costs one engine to seed many clusters of which nobody wants anything just now. */
public final class SeedingBench implements Bench {
  private static final int CLUSTERS = 2_000;
  private static final int FILES = 5;
  private static final long SEED = 41;
  private static final long MOST_SECONDS = 120;

  /** Of the kernel's counts of a process's time. */
  private static final double TICKS_PER_SECOND = 100;

  @Override
  public String name() {
    return "seeding";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    int clusters = occasion.quickOr(200, CLUSTERS);
    Path store = occasion.scratch().resolve("store");
    Files.createDirectories(store);
    try (AnnounceServer tracker = new AnnounceServer(InetAddress.getLoopbackAddress());
        LibtorrentEngine engine =
            new LibtorrentEngine(LibtorrentConfig.loopback(occasion.scratch().resolve("engine")))) {
      List<Torrent> torrents = new ArrayList<>();
      Random random = new Random(SEED);
      long start = System.nanoTime();
      for (int i = 0; i < clusters; i++) {
        List<Source> sources = sources(store, random);
        Torrent torrent = TorrentFile.create(sources, tracker.address());
        tracker.serve(torrent);
        torrents.add(torrent);
        engine.seed(
            torrent, sources.stream().collect(Collectors.toMap(Source::content, Source::file)));
      }
      await(() ->
          engine.status().stream().allMatch(s -> s.state() == SwarmStatus.State.SEEDING)
              && torrents.stream().allMatch(tracker::isAnnounced));
      double announced = (System.nanoTime() - start) / 1e9;
      occasion.tell(clusters + " clusters are seeded and announced; the idle time begins");
      TimeUnit.SECONDS.sleep(occasion.quickOr(5, 30));
      long process = engine.processId().orElseThrow();
      double cpuBefore = cpuSeconds(process);
      long idleStart = System.nanoTime();
      TimeUnit.SECONDS.sleep(occasion.quickOr(5, 60));
      double cpu = (cpuSeconds(process) - cpuBefore) / ((System.nanoTime() - idleStart) / 1e9);
      double memory = residentBytes(process) / 1e6;
      double first = firstDownload(occasion, torrents.get(clusters / 2));
      String what = clusters + " clusters";
      return new Results(
          clusters
              + " torrents of "
              + FILES
              + " contents each, seeded by one engine on loopback,"
              + " announced to one tracker, wanted by nobody until the last measurement",
          List.of(
              Row.of(what, "edos", "engine process resident", "MB", memory),
              Row.of(what, "edos", "engine process, idle", "% of a core", 100 * cpu),
              Row.of(what, "edos", "made, seeded and announced", "s", announced),
              Row.of(what, "edos", "then one of them by a new peer", "s", first)),
          List.of(
              Ratio.atMost(what, "engine process resident / 300 MB", memory / 300, 1, 0.5),
              Ratio.atMost(what, "idle, cores", cpu, 0.05, 0.01)));
    }
  }

  private static List<Source> sources(Path store, Random random) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[1_000 + random.nextInt(8_000)];
      random.nextBytes(bytes);
      Sha256 hash = Sha256.of(bytes);
      sources.add(new Source(hash, bytes.length, Files.write(store.resolve(hash.hex()), bytes)));
    }
    return sources;
  }

  private static double firstDownload(Occasion occasion, Torrent torrent)
      throws InterruptedException {
    try (LibtorrentEngine peer =
        new LibtorrentEngine(LibtorrentConfig.loopback(occasion.scratch().resolve("peer")))) {
      long start = System.nanoTime();
      Map<Sha256, Path> wanted =
          torrent.files().stream()
              .collect(
                  Collectors.toMap(
                      Torrent.Entry::content,
                      entry -> occasion.scratch().resolve("got").resolve(entry.content().hex())));
      peer.download(torrent, wanted);
      await(() -> peer.status().getFirst().state() == SwarmStatus.State.SEEDING);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw EdosException.external("the seeds were not ready within " + MOST_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static double cpuSeconds(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static long residentBytes(long process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
