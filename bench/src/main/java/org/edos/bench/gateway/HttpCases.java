package org.edos.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Running;
import org.edos.bench.Samples;
import org.edos.bench.gateway.Repositories.Deb;
import org.edos.core.EdosException;
import org.edos.testkit.Conduct;

/** Single requests, many at once, large files, and memory. */
final class HttpCases {
  private static final int CROWD = 10;
  private static final int SMALL = 100;
  private static final String TIME = "time";

  private final Course course;
  private final Findings findings;
  private final int runs;

  HttpCases(Course course, int runs) {
    this.course = course;
    this.findings = course.findings();
    this.runs = runs;
  }

  /** Measures all. */
  void run() throws InterruptedException {
    for (int run = 0; run < runs; run++) {
      for (Subject subject : Course.subjects()) {
        String who = subject.title();
        course.attempt(CROWD + " clients, " + who, Conduct.WELL, () -> crowd(subject));
        course.attempt("small files, " + who, Conduct.WELL, () -> small(subject));
        course.attempt("a huge file, " + who, Conduct.WELL, () -> huge(subject));
      }
      course.attempt("a miss, no peers", Conduct.WELL.after(Duration.ofMillis(20)), this::miss);
    }
    String edos = Subject.EDOS.title();
    budgets(edos, Subject.APT_CACHER_NG.title());
  }

  private void budgets(String edos, String rival) {
    findings
        .median(crowdTitle(), edos, "read from the origin")
        .ifPresent(copies ->
            findings.ratio(
                Ratio.atMost(crowdTitle(), "copies read from the origin", copies, 1, 1)));
    findings
        .median(smallTitle(), edos, "p50")
        .ifPresent(p50 -> findings.ratio(Ratio.atMost(smallTitle(), "p50, ms", p50, 1, 0.3)));
    findings.atMost(hugeTitle() + ", warm", TIME, edos, rival, 1, 0.8);
    findings.atMost(hugeTitle() + ", cold", TIME, edos, rival, 1, 0.8);
    difference("first package", 150, 20);
    findings.atMost(missTitle(), "the others", edos, Course.ALONE, 1, 1);
    findings.atMost(missTitle(), "apt, " + SMALL + " packages", edos, Course.ALONE, 1, 0.8);
    findings
        .median("memory", edos, "idle")
        .ifPresent(idle -> findings.ratio(Ratio.atMost("memory", "idle, MB", idle, 200, 100)));
  }

  private void difference(String metric, double most, double aim) {
    Optional<Double> ours = findings.median(missTitle(), Subject.EDOS.title(), metric);
    Optional<Double> alone = findings.median(missTitle(), Course.ALONE, metric);
    if (ours.isPresent() && alone.isPresent()) {
      findings.ratio(
          Ratio.atMost(
              missTitle(), metric + ", ms later than alone", ours.get() - alone.get(), most, aim));
    }
  }

  private static String crowdTitle() {
    return CROWD + " cold clients at once, " + Repositories.MIDDLE / 1_000_000 + " MB";
  }

  private static String smallTitle() {
    return SMALL + " small files, warm, one connection";
  }

  private String hugeTitle() {
    return "one file of " + course.made().huge().size() / 1_000_000 + " MB";
  }

  private static String missTitle() {
    return "no peers, origin 20 ms away";
  }

  private void crowd(Subject subject) throws IOException, InterruptedException {
    Deb deb = course.made().middle();
    try (Running proxy = course.start(subject);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      double idle = proxy.residentMegabytes();
      course.apt(Optional.of(proxy.address()));
      course.origin().forget();
      List<Callable<KeptConnection.Answer>> clients = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        clients.add(() -> get(proxy.address(), course.at(deb.path())));
      }
      long start = System.nanoTime();
      for (Future<KeptConnection.Answer> client : threads.invokeAll(clients)) {
        long bytes = client.get().bytes();
        if (bytes != deb.size()) {
          throw EdosException.external("a client got " + bytes + " bytes");
        }
      }
      String who = subject.title();
      findings.add(crowdTitle(), who, "last is done", "s", (System.nanoTime() - start) / 1e9);
      findings.add(
          crowdTitle(),
          who,
          "read from the origin",
          "copies",
          (double) course.origin().bytes(deb.path()) / deb.size());
      findings.add("memory", who, "idle", "MB", idle);
      findings.add("memory", who, "under load", "MB", proxy.residentMegabytes());
    } catch (ExecutionException e) {
      throw EdosException.external("a client failed: " + e.getCause(), e);
    }
  }

  private void small(Subject subject) throws IOException, InterruptedException {
    List<Deb> debs = course.made().smallest(SMALL);
    try (Running proxy = course.start(subject)) {
      course.apt(Optional.of(proxy.address()));
      try (KeptConnection connection = new KeptConnection(proxy.address())) {
        for (Deb deb : debs) {
          connection.get(course.at(deb.path()));
        }
        double[] millis = new double[debs.size()];
        for (int i = 0; i < millis.length; i++) {
          millis[i] = connection.get(course.at(debs.get(i).path())).millis();
        }
        Samples samples = Samples.of(millis);
        findings.add(smallTitle(), subject.title(), "p50", "ms", samples.median());
        findings.add(smallTitle(), subject.title(), "p99", "ms", samples.percentile(99));
      }
    }
  }

  private void huge(Subject subject) throws IOException, InterruptedException {
    URI file = course.at(course.made().huge().path());
    try (Running proxy = course.start(subject)) {
      course.apt(Optional.of(proxy.address()));
      for (String state : List.of("cold", "warm")) {
        findings.add(
            hugeTitle() + ", " + state,
            subject.title(),
            TIME,
            "s",
            get(proxy.address(), file).millis() / 1e3);
      }
    }
  }

  /** The first package and the rest, one after the other, through the daemon and without it. */
  private void miss() throws IOException, InterruptedException {
    try (Running proxy = course.start(Subject.EDOS)) {
      course.apt(Optional.of(proxy.address()));
      oneByOne(Subject.EDOS.title(), proxy.address());
    }
    oneByOne(Course.ALONE, course.origin().address());
    try (Running proxy = course.start(Subject.EDOS)) {
      asAptDoes(Subject.EDOS.title(), Optional.of(proxy.address()));
    }
    asAptDoes(Course.ALONE, Optional.empty());
  }

  private void asAptDoes(String who, Optional<URI> proxy) throws IOException {
    List<Deb> debs = course.made().smallest(SMALL);
    double seconds = course.apt(proxy).aptDownload(debs);
    findings.add(missTitle(), who, "apt, " + SMALL + " packages", "s", seconds);
  }

  private void oneByOne(String who, URI server) throws IOException {
    try (KeptConnection connection = new KeptConnection(server)) {
      double first = 0;
      double others = 0;
      for (Deb deb : course.made().smallest(SMALL)) {
        double millis = connection.get(course.at(deb.path())).millis();
        others += first == 0 ? 0 : millis;
        first = first == 0 ? millis : first;
      }
      findings.add(missTitle(), who, "first package", "ms", first);
      findings.add(missTitle(), who, "the others", "s", others / 1e3);
    }
  }

  private static KeptConnection.Answer get(URI server, URI file) throws IOException {
    try (KeptConnection connection = new KeptConnection(server)) {
      return connection.get(file);
    }
  }
}
