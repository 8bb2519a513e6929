package org.edos.bench.crowd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.bench.crowd.SwarmRun.Outcome;

/**
 * A flash crowd of mixed wish lists: strict clusters in swarms, against the bound and one HTTP
 * server.
 */
public final class CrowdBench implements Bench {
  private static final int UPLOAD = 4_000_000;
  private static final int BYTES = 32_000_000;
  private static final long SEED = 20070923;

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    int peers = occasion.quickOr(5, 12);
    Workload work = Workload.create(occasion.scratch().resolve("source"), BYTES, peers, SEED);
    List<Outcome> outcomes = new ArrayList<>();
    for (int run = 0; run < occasion.quickOr(1, 3); run++) {
      occasion.tell("swarm of " + peers + " peers, run " + (run + 1));
      outcomes.add(swarm(work, occasion.scratch().resolve("run" + run)));
    }
    occasion.tell("HTTP to " + peers + " peers");
    double http = http(work);
    return results(work, outcomes, http);
  }

  private static Outcome swarm(Workload work, Path folder)
      throws IOException, InterruptedException {
    try (SwarmRun run = new SwarmRun(work, folder, UPLOAD)) {
      return run.disseminate();
    }
  }

  private static double http(Workload work) throws IOException, InterruptedException {
    try (HttpRun run = new HttpRun(work, UPLOAD)) {
      return run.lastSeconds();
    }
  }

  private static Results results(Workload work, List<Outcome> outcomes, double http) {
    List<Bound.Peer> peers =
        work.wanted().keySet().stream()
            .map(peer -> new Bound.Peer(work.wantedBytes(peer), UPLOAD, Double.POSITIVE_INFINITY))
            .toList();
    double bound = Bound.seconds(work.distinctBytes(), UPLOAD, peers);
    Samples last = samples(outcomes, Outcome::lastSeconds);
    Samples sent =
        samples(outcomes, outcome -> (double) outcome.sourceBytes() / work.distinctBytes());
    Samples surplus =
        samples(outcomes, outcome -> (double) outcome.surplusBytes() / work.wantedBytes());
    String who = peers.size() + " peers";
    return new Results(
        description(work),
        List.of(
            Row.of(who, "edos", "last peer done", "s", last),
            Row.of(who, "bound", "last peer done", "s", bound),
            Row.of(who, "HTTP, one server", "last peer done", "s", http),
            Row.of(
                who,
                "bound of one server",
                "last peer done",
                "s",
                Bound.clientServerSeconds(UPLOAD, peers)),
            Row.of(who, "edos", "publisher sent / distinct bytes", "x", sent),
            Row.of(who, "edos", "received beyond wishes / wanted bytes", "x", surplus)),
        List.of(
            Ratio.atMost(who, "last peer / bound", last.median() / bound, 1.15, 1.05),
            Ratio.atMost(who, "publisher sent / distinct bytes", sent.median(), 1.3, 1.05),
            Ratio.atMost(who, "received beyond wishes / wanted bytes", surplus.median(), 0.01, 0),
            Ratio.atMost(
                who, "last peer / HTTP, one server", last.median() / http, 1, bound / http)));
  }

  private static Samples samples(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return Samples.of(outcomes.stream().mapToDouble(value).toArray());
  }

  private static String description(Workload work) {
    return String.format(
        Locale.ROOT,
        "%d peers and a publisher on loopback, each uploading at most %.1f MB/s; %.1f MB in %d"
            + " files, of which the peers want %.1f MB together in %d strict clusters; processes"
            + " started before",
        work.wanted().size(),
        UPLOAD / 1e6,
        work.distinctBytes() / 1e6,
        work.sources().size(),
        work.wantedBytes() / 1e6,
        work.plan().clusters().size());
  }
}
