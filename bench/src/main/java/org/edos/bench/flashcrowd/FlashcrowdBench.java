package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.Strategies;

/**
 * Flash crowds of machines that upgrade from one release of a distribution to the next: every
 * strategy and one HTTP server, against the physical bound; and the default strategy where
 * something goes wrong.
 */
public final class FlashcrowdBench implements Bench {
  private static final int UPLOAD = 4_000_000;
  static final long SEED = 20070923;

  /** Uplinks of a crowd in which no two neighbours are alike, as parts of the source's. */
  private static final List<Integer> MIXED =
      List.of(UPLOAD / 4, UPLOAD / 2, UPLOAD, UPLOAD, 2 * UPLOAD);

  @Override
  public String name() {
    return "flashcrowd";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    TwoReleases releases = TwoReleases.read(occasion.scratch());
    int scale = occasion.quickOr(24, 4);
    Findings findings = new Findings(UPLOAD, scale);
    List<Integer> sizes = occasion.quick() ? List.of(5) : List.of(10, 20, 40);
    for (int peers : sizes) {
      Path folder = occasion.scratch().resolve("peers" + peers);
      Workload work = Workload.create(releases, folder.resolve("source"), peers, scale, SEED);
      strategies(occasion, findings, work, folder, Links.equal(UPLOAD), all());
      if (peers <= 20) {
        occasion.tell(peers + " peers by HTTP");
        findings.http(work, http(work));
      }
      if (peers == 10) {
        occasion.tell(peers + " peers, links limited by the kernel");
        Path place = Files.createDirectories(folder.resolve("namespaces"));
        LinkCheck.run(occasion, place, peers, scale, UPLOAD)
            .ifPresent(seconds -> findings.links(work, seconds));
      }
      if (peers == 20) {
        strategies(
            occasion, findings, work, folder, new Links("mixed uplinks", UPLOAD, MIXED), others());
        strategies(
            occasion,
            findings,
            work,
            folder,
            new Links("source with four times their uplink", UPLOAD, List.of(UPLOAD / 4)),
            others());
        for (Trouble trouble :
            List.of(Trouble.LATE, Trouble.LEAVING, Trouble.SOURCE_DIES, Trouble.LYING)) {
          trouble(occasion, findings, work, folder, trouble);
        }
      }
    }
    return findings.results();
  }

  /** The default, and the clusters of the papers. */
  private static List<ClusterStrategy> others() {
    return Strategies.all().stream()
        .filter(strategy -> Set.of("single", "strict").contains(strategy.name()))
        .toList();
  }

  private static void strategies(
      Occasion occasion,
      Findings findings,
      Workload work,
      Path folder,
      Links links,
      List<ClusterStrategy> strategies)
      throws IOException, InterruptedException {
    List<PeerId> peers = List.copyOf(work.wishes().keySet());
    Path place = folder.resolve(links.name().replace(' ', '-'));
    try (Crowd crowd =
        new Crowd(peers, links, work.sources().getFirst(), place, Ground.loopback())) {
      for (ClusterStrategy strategy : strategies) {
        occasion.tell(peers.size() + " peers, " + links.name() + ", " + strategy.name());
        if (!attempt(occasion, findings, work, crowd, links, strategy)) {
          return;
        }
        crowd.clear();
      }
    }
  }

  /** Says whether it came to an end; a crowd that did not is of no further use. */
  private static boolean attempt(
      Occasion occasion,
      Findings findings,
      Workload work,
      Crowd crowd,
      Links links,
      ClusterStrategy strategy)
      throws IOException, InterruptedException {
    try {
      Outcome outcome = new Dissemination(work, crowd, strategy).run(Trouble.NONE, 0);
      findings.strategy(work, links, strategy.name(), outcome);
      occasion.tell(findings.last());
      return true;
    } catch (EdosException e) {
      findings.collapsed(work, links, strategy.name());
      occasion.tell(strategy.name() + " did not end: " + e.getMessage());
      return false;
    }
  }

  /** Every strategy, the one of the most swarms last: it may exhaust the machine. */
  private static List<ClusterStrategy> all() {
    return Strategies.all().stream()
        .sorted(Comparator.comparing(strategy -> strategy.name().equals("per-package")))
        .toList();
  }

  private static void trouble(
      Occasion occasion, Findings findings, Workload work, Path folder, Trouble trouble)
      throws IOException, InterruptedException {
    occasion.tell(work.wishes().size() + " peers, " + trouble.name());
    List<PeerId> all = new ArrayList<>(work.wishes().keySet());
    int lying = trouble.lyingOf(all.size());
    Workload honest = work.without(new HashSet<>(all.subList(0, lying)));
    List<PeerId> peers = all.subList(lying, all.size());
    Links links = Links.equal(UPLOAD);
    Path place = folder.resolve(trouble.name().replace(' ', '-'));
    double half = findings.bound(honest, links) / 2;
    try (Crowd crowd =
        new Crowd(peers, links, work.sources().getFirst(), place, Ground.loopback())) {
      Dissemination run = new Dissemination(honest, crowd, Strategies.standard());
      try (Liars liars = new Liars(lying, UPLOAD, run.torrents(), place.resolve("liars"))) {
        Outcome outcome = run.run(trouble, half);
        findings.trouble(honest, links, trouble, outcome, liars.end());
        occasion.tell(findings.last());
      }
    }
  }

  private static double http(Workload work) throws IOException, InterruptedException {
    try (HttpRun run = new HttpRun(work, UPLOAD)) {
      return run.lastSeconds();
    }
  }

  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
