package org.edos.bench.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Results;
import org.edos.bench.Running;
import org.edos.testkit.OriginServer;

/**
 * The gateway beside apt-cacher-ng, squid and nginx, in front of the same origin on this machine,
 * in one run.
 */
public final class GatewayBench implements Bench {
  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    Repositories made = Repositories.make(occasion);
    train(occasion);
    Findings findings = new Findings(occasion);
    int runs = occasion.quickOr(1, 3);
    try (OriginServer origin = new OriginServer(made.root(), Running.freePort())) {
      Course course = new Course(occasion, findings, made, origin);
      for (Subject subject : Subject.values()) {
        if (!subject.present()) {
          occasion.tell(subject.title() + " is not installed, and left out");
        }
      }
      new ManagerCases(course, runs).run();
      new HttpCases(course, runs).run();
      new PeerCases(course, runs).run();
    }
    return new Results(work(made, runs) + findings.failures(), findings.rows(), findings.ratios());
  }

  /** Has the launcher make its start-up cache now: it would do so beside the measurements. */
  private static void train(Occasion occasion) throws IOException, InterruptedException {
    occasion.tell("making the start-up cache");
    OtherProgram.print(
        List.of(occasion.checkout().resolve("edos").toString(), "client", "--help"),
        occasion.scratch().resolve("train.log"),
        Map.of("EDOS_TRAIN", "wait", "EDOS_JAR", ""));
  }

  private static String work(Repositories made, int runs) {
    return ("Real apt and dnf with %d real packages of %d MB and %d made ones, %d runs, each with"
            + " an empty cache first")
        .formatted(
            made.debs().size(),
            made.debs().stream().mapToLong(Repositories.Deb::size).sum() / 1_000_000,
            made.rpms().size(),
            runs);
  }
}
