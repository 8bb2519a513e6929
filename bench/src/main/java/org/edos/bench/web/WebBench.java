package org.edos.bench.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.release.SignedCompositionXml;
import org.edos.testkit.MadeDebs;

/**
 * The pages of a publisher with a whole distribution: how long a page and the first results of a
 * search take, and what the daemon spends while three tabs watch a flash crowd of 40 peers.
 */
public final class WebBench implements Bench {
  private static final String EDOS = "edos";
  private static final int PEERS = 40;
  private static final int TABS = 3;
  private static final long SEED = 20_261;
  private static final String NEARLY_ALL = "q=arch:amd64+OR+arch:all";
  private static final String RESULT = "/unit?id=";
  private static final Map<String, String> SEARCHES =
      Map.of(
          "search for a name", "/search?q=apt",
          "search for words", "/search?q=%22web+server%22+requires:libc6",
          "search that finds nearly all", "/search?" + NEARLY_ALL,
          "the same by name", "/search?" + NEARLY_ALL + "&sort=name",
          "the same by size", "/search?" + NEARLY_ALL + "&sort=-size",
          "the same by version", "/search?" + NEARLY_ALL + "&sort=-version");

  @Override
  public String name() {
    return "web";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    try (Publishing publisher = Publishing.start(occasion)) {
      occasion.tell("publishing a whole distribution");
      long packages = publisher.publishWhole(occasion.quickOr(5_000, 4_000_000));
      occasion.tell("the first search");
      Samples cold = new PageTimes(publisher.address()).first("/search?" + NEARLY_ALL, RESULT);
      rows.add(Row.of("the first search of all", EDOS, "first result", "ms", cold));
      occasion.tell("pages");
      pages(occasion, publisher, rows, ratios);
      occasion.tell("a flash crowd of " + PEERS);
      crowd(occasion, publisher, rows, ratios);
      return new Results(
          "A publisher of %,d packages; pages over one kept connection; %d peers that report as often as the desk lets them, watched by %d tabs of Chromium"
              .formatted(packages, PEERS, TABS),
          rows,
          ratios);
    }
  }

  private static void pages(
      Occasion occasion, Publishing publisher, List<Row> rows, List<Ratio> ratios)
      throws IOException, InterruptedException {
    PageTimes times = new PageTimes(publisher.address());
    int runs = occasion.quickOr(5, 31);
    for (String path : List.of("/", "/releases", "/search", "/releases/whole/1")) {
      Samples whole = times.whole(path, runs);
      rows.add(Row.of("page " + path, EDOS, "whole page", "ms", whole));
      ratios.add(Ratio.atMost("page " + path, "median, ms", whole.median(), 200, 50));
    }
    for (Map.Entry<String, String> search : new TreeMap<>(SEARCHES).entrySet()) {
      Samples first = times.until(search.getValue(), RESULT, runs);
      rows.add(Row.of(search.getKey(), EDOS, "first result", "ms", first));
      ratios.add(Ratio.atMost(search.getKey(), "median, ms", first.median(), 100, 30));
    }
    Samples facets = times.until("/fragments/facets?" + NEARLY_ALL, "arch=amd64", runs);
    rows.add(Row.of("how nearly all divide", EDOS, "whole part", "ms", facets));
  }

  private static void crowd(
      Occasion occasion, Publishing publisher, List<Row> rows, List<Ratio> ratios)
      throws IOException, InterruptedException {
    ReleaseId release = new ReleaseId("crowded", "1");
    publisher.publish(made(occasion), release.name(), "--version", release.version());
    String desk = "/api/v1/flashcrowds/" + release.name() + "/" + release.version();
    publisher.http().post(desk, Map.of("windowSeconds", 5), Object.class);
    SignedComposition signed =
        SignedCompositionXml.read(publisher.http().bytes("/api/v1/releases/crowded/1/composition"));
    Composition composition = CompositionXml.read(signed.xml());
    try (ReportingPeers peers = new ReportingPeers(publisher.address(), release)) {
      peers.join(PEERS, composition, signed.digest(), new Random(SEED));
      awaitSwarming(publisher, desk);
      peers.report();
      int seconds = occasion.quickOr(10, 20);
      TimeUnit.SECONDS.sleep(occasion.quickOr(5, 120)); // until it is warm
      double[] alone = new double[3];
      double[] watched = new double[3];
      long drawn = 0;
      for (int run = 0; run < alone.length; run++) {
        alone[run] = percent(publisher, seconds);
        try (Tabs tabs =
            new Tabs(TABS, publisher.address() + "/crowds/crowded/" + release.version())) {
          TimeUnit.SECONDS.sleep(3);
          long before = tabs.drawn();
          watched[run] = percent(publisher, seconds);
          drawn = tabs.drawn() - before;
        }
      }
      peers.check();
      String situation = "a crowd of " + PEERS + " reports";
      Samples quiet = Samples.of(alone);
      Samples open = Samples.of(watched);
      rows.add(Row.of(situation, EDOS, "processor, no tab", "% of one", quiet));
      rows.add(Row.of(situation, EDOS, "processor, " + TABS + " tabs", "% of one", open));
      rows.add(
          Row.of(situation, EDOS, "redraws a second, all tabs", "1/s", (double) drawn / seconds));
      ratios.add(Ratio.atMost(situation, TABS + " tabs, % of one processor", open.median(), 5, 2));
    }
  }

  private static Path made(Occasion occasion) throws IOException {
    Path tree = occasion.scratch().resolve("crowded");
    Random random = new Random(SEED);
    for (int i = 0; i < 120; i++) {
      byte[] payload = new byte[20_000];
      random.nextBytes(payload);
      MadeDebs.write(tree, "crowded-" + i, "1.0", payload);
    }
    return tree;
  }

  private static void awaitSwarming(Publishing publisher, String desk) throws InterruptedException {
    while (!publisher.http().tree(desk).path("phase").asString().equals("SWARMING")) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** How much of one processor the daemon uses. */
  private static double percent(Publishing publisher, int seconds)
      throws IOException, InterruptedException {
    double before = publisher.processorSeconds();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double used = publisher.processorSeconds() - before;
    return 100 * used / ((System.nanoTime() - start) / 1e9);
  }
}
