package org.edos.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Running;
import org.edos.bench.gateway.Repositories.Deb;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.unit.Sha256;
import org.edos.testkit.Conduct;
import org.edos.testkit.OriginServer;

/** Peers that have what is wanted, and peers that do not keep their word. */
final class PeerCases {
  private static final String TIME = "time";
  private static final int SLOW_ORIGIN = 1_000_000;
  private static final Duration NEVER = Duration.ofDays(1);

  private final Course course;
  private final Findings findings;
  private final int runs;

  PeerCases(Course course, int runs) {
    this.course = course;
    this.findings = course.findings();
    this.runs = runs;
  }

  /** Measures all. */
  void run() throws InterruptedException {
    boolean quick = course.occasion().quick();
    List<Integer> counts = quick ? List.of(0, 1) : List.of(0, 1, 3, 9);
    List<Deb> debs = course.made().upTo(quick ? 3_000_000 : Repositories.MIDDLE);
    int most = counts.getLast();
    List<Running> peers = new ArrayList<>();
    try {
      findings.attempt(
          "starting " + most + " peers",
          () -> {
            for (int i = 0; i < most; i++) {
              peers.add(course.start(Subject.EDOS));
            }
            for (Running peer : peers) {
              course.apt(Optional.of(peer.address())).aptDownload(wanted(debs));
            }
          });
      for (int run = 0; run < runs; run++) {
        for (int count : counts.stream().filter(c -> c <= peers.size()).toList()) {
          withPeers(debs, peers.subList(0, count));
        }
      }
    } finally {
      peers.forEach(Running::close);
    }
    speedUps(counts, debs);
    for (int run = 0; run < runs; run++) {
      for (Bad bad : Bad.values()) {
        course.attempt(
            "a peer that is " + bad.title,
            Conduct.WELL.after(Duration.ofMillis(20)),
            () -> bad(bad));
      }
    }
    for (Bad bad : Bad.values()) {
      if (bad != Bad.NONE) {
        later(bad);
      }
    }
  }

  private List<Deb> wanted(List<Deb> debs) {
    List<Deb> all = new ArrayList<>(debs);
    if (!course.occasion().quick()) {
      all.add(course.made().middle());
    }
    return all;
  }

  private void withPeers(List<Deb> debs, List<Running> peers) throws InterruptedException {
    String who = peers.size() + " peers";
    course.attempt(
        "origin at 1 MB/s, packages, " + who,
        Conduct.WELL.atRate(SLOW_ORIGIN),
        () -> findings.add(packages(debs), who, TIME, "s", download(debs, peers)));
    if (!course.occasion().quick()) {
      List<Deb> middle = List.of(course.made().middle());
      course.attempt(
          "origin at 1 MB/s, one file, " + who,
          Conduct.WELL.atRate(SLOW_ORIGIN),
          () -> findings.add(oneFile(), who, TIME, "s", download(middle, peers)));
    }
  }

  private double download(List<Deb> debs, List<Running> peers)
      throws IOException, InterruptedException {
    String named =
        peers.stream().map(peer -> peer.address().toString()).collect(Collectors.joining(","));
    try (Running proxy = course.start(Subject.EDOS, "lan-peers=" + named)) {
      return course.apt(Optional.of(proxy.address())).aptDownload(debs);
    }
  }

  private static String packages(List<Deb> debs) {
    return "origin at 1 MB/s, %d packages of %d MB"
        .formatted(debs.size(), debs.stream().mapToLong(Deb::size).sum() / 1_000_000);
  }

  private static String oneFile() {
    return "origin at 1 MB/s, one file of 50 MB";
  }

  private void speedUps(List<Integer> counts, List<Deb> debs) {
    for (String situation : List.of(packages(debs), oneFile())) {
      Optional<Double> without = findings.median(situation, "0 peers", TIME);
      for (int count : counts) {
        Optional<Double> with = findings.median(situation, count + " peers", TIME);
        if (count > 0 && with.isPresent() && without.isPresent()) {
          findings.ratio(
              Ratio.atLeast(
                  situation,
                  "without peers / with " + count,
                  without.get() / with.get(),
                  count == 9 ? 5 : 1,
                  count == 9 ? 9 : 2));
        }
      }
    }
  }

  /** How a peer that says that it has everything fails. */
  private enum Bad {
    NONE("not there"),
    DEAD("dead"),
    SILENT("silent"),
    SLOW("slow, 1 kB/s"),
    LYING("lying");

    private final String title;

    Bad(String title) {
      this.title = title;
    }
  }

  private void bad(Bad how) throws IOException, InterruptedException {
    List<Deb> debs = course.made().smallest(course.occasion().quickOr(40, 120));
    try (OriginServer peer = new OriginServer(holdings(debs))) {
      String named = how == Bad.NONE ? "" : peer.address().toString();
      try (Running proxy = course.start(Subject.EDOS, "lan-peers=" + named)) {
        Manager apt = course.apt(Optional.of(proxy.address()));
        switch (how) {
          case DEAD -> peer.down();
          case SILENT -> peer.behave("content/sha256", Conduct.WELL.after(NEVER));
          case SLOW -> peer.behave("content/sha256", Conduct.WELL.atRate(1000));
          case LYING -> peer.behave("content/sha256", Conduct.WELL.wrong());
          case NONE -> {}
        }
        findings.add(badTitle(debs.size()), how.title, TIME, "s", apt.aptDownload(debs));
      }
    }
  }

  private static String badTitle(int count) {
    return "one peer, origin 20 ms away, apt, " + count + " packages";
  }

  /** What a daemon would serve that has these. */
  private Path holdings(List<Deb> debs) throws IOException {
    Path folder = course.folder();
    Path contents = Files.createDirectories(folder.resolve("content/sha256"));
    List<Sha256> held = new ArrayList<>();
    for (Deb deb : debs) {
      Path file = course.made().root().resolve(deb.path());
      Sha256 hash = Sha256.of(Files.readAllBytes(file));
      Files.createLink(contents.resolve(hash.hex()), file);
      held.add(hash);
    }
    Files.write(
        folder.resolve("content/filter"),
        HoldingsFilter.of(new byte[HoldingsFilter.SALT_BYTES], held).bytes());
    return folder;
  }

  private void later(Bad bad) {
    String situation =
        badTitle(Math.min(course.occasion().quickOr(40, 120), course.made().debs().size()));
    Optional<Double> with = findings.median(situation, bad.title, TIME);
    Optional<Double> without = findings.median(situation, Bad.NONE.title, TIME);
    if (with.isPresent() && without.isPresent()) {
      findings.ratio(
          Ratio.atMost(
              situation,
              "ms later than without, " + bad.title,
              (with.get() - without.get()) * 1000,
              150,
              50));
    }
  }
}
