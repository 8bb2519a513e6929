package org.edos.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.edos.bench.Running;
import org.edos.bench.gateway.Repositories.Deb;
import org.edos.testkit.Conduct;

/** Real apt and dnf, cold and warm. */
final class ManagerCases {
  private static final String TIME = "time";

  /** Downloads from the cache after each one that fills it. */
  private static final int WARM = 8;

  private final Course course;
  private final int runs;

  ManagerCases(Course course, int runs) {
    this.course = course;
    this.runs = runs;
  }

  private interface Download {
    double seconds(Manager manager) throws IOException;
  }

  private interface Maker {
    Manager make(Optional<URI> proxy) throws IOException;
  }

  /** Measures all. */
  void run() throws InterruptedException {
    apt(course.made().ofAllSizes(120));
    apt(course.made().smallest(120));
    if (!course.occasion().quick()) {
      apt(course.made().debs());
    }
    List<String> rpms = course.made().rpms();
    measure("dnf, " + rpms.size() + " packages", course::dnf, dnf -> dnf.dnfDownload(rpms));
  }

  private void apt(List<Deb> debs) throws InterruptedException {
    String what =
        "apt, %d packages of %d MB"
            .formatted(debs.size(), debs.stream().mapToLong(Deb::size).sum() / 1_000_000);
    measure(what, course::apt, apt -> apt.aptDownload(debs));
  }

  private void measure(String what, Maker maker, Download download) throws InterruptedException {
    Findings findings = course.findings();
    for (int run = 0; run < runs; run++) {
      course.attempt(
          what + ", " + Course.ALONE,
          Conduct.WELL,
          () ->
              findings.add(
                  what + ", cold",
                  Course.ALONE,
                  TIME,
                  "s",
                  download.seconds(maker.make(Optional.empty()))));
      for (Subject subject : Course.subjects()) {
        course.attempt(
            what + ", " + subject.title(),
            Conduct.WELL,
            () -> once(what, subject, maker, download));
      }
    }
    String rival = Subject.APT_CACHER_NG.title();
    String edos = Subject.EDOS.title();
    findings.atMost(what + ", warm", TIME, edos, rival, 1, 0.5);
    findings.atMost(what + ", cold", TIME, edos, rival, 1, 0.8);
  }

  private void once(String what, Subject subject, Maker maker, Download download)
      throws IOException, InterruptedException {
    Findings findings = course.findings();
    try (Running proxy = course.start(subject)) {
      Manager manager = maker.make(Optional.of(proxy.address()));
      findings.add(what + ", cold", subject.title(), TIME, "s", download.seconds(manager));
      for (int again = 0; again < WARM; again++) {
        findings.add(what + ", warm", subject.title(), TIME, "s", download.seconds(manager));
      }
    }
  }
}
