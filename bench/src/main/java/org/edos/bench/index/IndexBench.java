package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.grid.GridIndex;

/** The durable index on one node: its load, and queries against a scan and {@code apt-cache}. */
public final class IndexBench implements Bench {
  private static final int PAGE = 20;
  private static final int ROUNDS = 3;
  private static final long SEED = 20070923;
  private static final String ONE_NODE = "queries, one node";
  private static final String WORDS = "search: web server";

  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();

  @Override
  public String name() {
    return "index";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    rows.clear();
    ratios.clear();
    occasion.tell("reading packages");
    Packages packages = Packages.read(occasion, occasion.quickOr(10_000, 100_000));
    try (GridNode node =
            GridNode.open(GridConfig.local(occasion.scratch().resolve("grid"), "bench"));
        MetadataIndex index = new GridIndex(node)) {
      occasion.tell("loading " + packages.documents().size() + " documents");
      load(index, packages.documents());
      queries(occasion, index, packages.documents());
      if (packages.fromApt()) {
        aptCache(occasion, index, packages);
      }
    }
    String work =
        packages.documents().size()
            + " "
            + packages.origin()
            + "; queries of a word of a summary, a requirement and in half of them an architecture,"
            + " "
            + PAGE
            + " answers each";
    return new Results(work, rows, ratios);
  }

  private void load(MetadataIndex index, List<Document> documents) {
    long start = System.nanoTime();
    PublishedRelease release =
        new PublishedRelease(
            ReleaseId.parse("bench@1"),
            1,
            Instant.now(),
            Instant.now(),
            PackageFormat.DEB,
            documents.size(),
            0,
            0,
            Sha256.of(new byte[0]));
    try (MetadataIndex.Publication publication = index.open(release.id())) {
      documents.forEach(publication::add);
      publication.commit(release, new SignedComposition(new byte[100], "bench", "bench"));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    rows.add(
        Row.of(
            "load, one node",
            "edos",
            "documents durable and visible",
            "1/s",
            documents.size() / seconds));
  }

  private void queries(Occasion occasion, MetadataIndex index, List<Document> documents) {
    List<DocumentFields> fields = documents.stream().map(DocumentFields::of).toList();
    int count = occasion.quickOr(500, 4_000);
    List<Query> queries = Questions.draw(fields, count, SEED);
    List<Query> scanned = queries.subList(0, occasion.quickOr(20, 50));
    ToLongFunction<Query> indexed = query -> units(index, query);
    ToLongFunction<Query> scan = query -> fields.stream().filter(query::matches).count();
    occasion.tell("scanning for " + scanned.size() + " queries");
    requireEqual(scanned, indexed, scan);
    percentiles("scan in memory", 1, scanned, scan);
    occasion.tell("asking " + count + " queries, once to warm up and " + ROUNDS + " times");
    millis(queries, indexed);
    List<Samples> rounds = percentiles("edos", ROUNDS, queries, indexed);
    ratios.add(Ratio.atMost(ONE_NODE, "p50, ms", ofRounds(rounds, 50).median(), 1, 0.3));
    ratios.add(Ratio.atMost(ONE_NODE, "p99, ms", ofRounds(rounds, 99).median(), 10, 4));
  }

  private static long units(MetadataIndex index, Query query) {
    return index.ask(Question.of(TreePattern.of(query), PAGE)).page().count().units();
  }

  /** Rows of p50 and p99, each with as many runs as there are rounds over all queries. */
  private List<Samples> percentiles(
      String subject, int rounds, List<Query> queries, ToLongFunction<Query> answer) {
    List<Samples> measured = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      measured.add(millis(queries, answer));
    }
    for (int hundredths : new int[] {50, 99}) {
      String metric = "p" + hundredths + " of " + queries.size();
      rows.add(Row.of(ONE_NODE, subject, metric, "ms", ofRounds(measured, hundredths)));
    }
    return measured;
  }

  private static Samples ofRounds(List<Samples> rounds, int hundredths) {
    return Samples.of(rounds.stream().mapToDouble(round -> round.percentile(hundredths)).toArray());
  }

  private static Samples millis(List<Query> queries, ToLongFunction<Query> answer) {
    double[] millis = new double[queries.size()];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      long answers = answer.applyAsLong(queries.get(i));
      millis[i] = answers < 0 ? Double.NaN : (System.nanoTime() - start) / 1e6;
    }
    return Samples.of(millis);
  }

  private static void requireEqual(
      List<Query> queries, ToLongFunction<Query> one, ToLongFunction<Query> other) {
    for (Query query : queries) {
      if (one.applyAsLong(query) != other.applyAsLong(query)) {
        throw EdosException.external("the index and a scan differ on: " + query);
      }
    }
  }

  /**
   * A search by words and the showing of a package. apt-cache is a process each time, and its
   * package file is warm. It always has all of its lists, so that a quick run, which loads a part
   * of one, shows its times and no ratio.
   */
  private void aptCache(Occasion occasion, MetadataIndex index, Packages packages)
      throws IOException, InterruptedException {
    Optional<Path> program = OtherProgram.find("apt-cache");
    if (program.isEmpty()) {
      return;
    }
    occasion.tell("asking apt-cache");
    int runs = occasion.quickOr(5, 11);
    String apt = program.get().toString();
    Document shown = packages.documents().get(packages.documents().size() / 2);
    compared(
        !occasion.quick(),
        WORDS,
        millis(Collections.nCopies(100, Query.parse("web server")), q -> units(index, q)),
        OtherProgram.millis(runs, List.of(apt, "search", "web", "server"), Map.of()));
    compared(
        !occasion.quick(),
        "show one package",
        millis(
            Collections.nCopies(100, Query.parse("*")),
            q -> index.document(shown.id()).stream().count()),
        OtherProgram.millis(runs, List.of(apt, "show", shown.id().name()), Map.of()));
  }

  private void compared(boolean like, String situation, Samples edos, Samples apt) {
    rows.add(Row.of(situation, "edos", "time", "ms", edos));
    rows.add(Row.of(situation, "apt-cache, all lists, with its start", "time", "ms", apt));
    if (like) {
      ratios.add(
          Ratio.atMost(situation, "edos / apt-cache, medians", edos.median() / apt.median(), 1, 1));
    }
  }
}
