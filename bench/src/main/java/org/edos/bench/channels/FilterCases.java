package org.edos.bench.channels;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.edos.bench.Occasion;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.bench.index.PackagesFile;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Query;
import org.edos.core.query.StandingQueries;

/**
 * An update of real packages held against many standing filters, which is what a publication costs
 * before anybody is told; and against each of them in turn, on a sample.
 */
final class FilterCases {
  private static final int PACKAGES = 1_000;
  private static final int SAMPLE = 10;
  private static final long SEED = 20061107;

  private FilterCases() {}

  /**
   * The figures.
   *
   * @throws IOException if the packages cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  static List<Row> rows(Occasion occasion) throws IOException, InterruptedException {
    List<DocumentFields> documents = documents(PackagesFile.find(occasion, Integer.MAX_VALUE));
    Collections.shuffle(documents, new Random(SEED));
    List<DocumentFields> update = documents.subList(0, Math.min(PACKAGES, documents.size()));
    List<Row> rows = new ArrayList<>();
    measure(documents, update, 1_000, new ArrayList<>());
    for (int filters : List.of(1_000, 10_000, 100_000)) {
      occasion.tell(String.format(Locale.ROOT, "%,d standing filters", filters));
      measure(documents, update, filters, rows);
    }
    return rows;
  }

  private static void measure(
      List<DocumentFields> documents, List<DocumentFields> update, int filters, List<Row> rows) {
    DrawnFilters drawn = new DrawnFilters(documents, new Random(SEED));
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < filters; i++) {
      queries.add(Query.parse(drawn.next()));
    }
    long begun = System.nanoTime();
    StandingQueries<Integer> standing = new StandingQueries<>();
    for (int i = 0; i < filters; i++) {
      standing.add(queries.get(i), i);
    }
    double added = millisSince(begun);
    double[] times = new double[5];
    long[] told = new long[1];
    for (int run = 0; run < times.length; run++) {
      told[0] = 0;
      begun = System.nanoTime();
      for (DocumentFields document : update) {
        standing.matching(document, filter -> told[0]++);
      }
      times[run] = millisSince(begun);
    }
    Samples indexed = Samples.of(times);
    double each = eachInTurn(queries, update) * update.size() / SAMPLE;
    String situation =
        String.format(Locale.ROOT, "%,d filters x %,d packages", filters, update.size());
    rows.add(Row.of(situation, "edos", "all filters added in", "ms", added));
    rows.add(Row.of(situation, "edos", "update matched in", "ms", indexed));
    rows.add(Row.of(situation, "edos", "filters matched", "", told[0]));
    rows.add(Row.of(situation, "each filter in turn", "update matched in", "ms", each));
    rows.add(
        Row.of(
            situation, "each in turn / edos", "update matched in", "x", each / indexed.median()));
  }

  /** How long it takes to ask each filter of each package of the sample, in milliseconds. */
  private static double eachInTurn(List<Query> queries, List<DocumentFields> update) {
    long begun = System.nanoTime();
    long told = 0;
    for (DocumentFields document : update.subList(0, Math.min(SAMPLE, update.size()))) {
      for (Query query : queries) {
        told += query.matches(document) ? 1 : 0;
      }
    }
    if (told < 0) {
      throw new IllegalStateException();
    }
    return millisSince(begun);
  }

  private static double millisSince(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }

  private static List<DocumentFields> documents(PackagesFile packages) throws IOException {
    List<DocumentFields> documents = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(packages.file()), 1 << 16)) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, "Packages");
      for (Optional<ControlParagraph> next = paragraphs.next();
          next.isPresent();
          next = paragraphs.next()) {
        documents.add(
            DocumentFields.of(MetadataXml.write(DebParagraphs.indexed(next.get(), "debian"))));
      }
    }
    return documents;
  }
}
