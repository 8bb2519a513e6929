package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.core.metadata.Document;

/**
 * Load, queries and footprint of the metadata index on networks of one, three and five nodes, side
 * by side with BaseX, Lucene and the questions that apt-cache and dnf can be asked.
 */
public final class IndexBench implements Bench {
  private static final long SEED = 20070923;

  @Override
  public String name() {
    return "index";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    occasion.tell("reading packages");
    PackagesFile packages = PackagesFile.find(occasion, occasion.quickOr(5_000, 4_000_000));
    List<Document> documents = new ArrayList<>();
    new Documents.Listed(packages.file()).forEach(documents::add);
    List<Questions.Drawn> questions = Questions.draw(documents, occasion.quickOr(300, 4_000), SEED);
    Findings findings = new Findings();
    Path programs = occasion.checkout().resolve("bench/target/bench");
    SubjectProcess.Place place =
        new SubjectProcess.Place(
            occasion.scratch(), programs.resolve("bench.jar"), packages.file(), List.of());
    QueryRuns asking = new QueryRuns(findings, occasion::tell, occasion.scratch(), questions);
    try (Networks networks = new Networks(place, programs.resolve("rivals/basex.jar"))) {
      new Comparison(occasion, findings, networks, asking, packages.file(), documents).run();
      if (!occasion.quick()) {
        new Distance(occasion, findings, networks, questions).run();
      }
    }
    return findings.results(
        "%d packages of %s; each subject in warm processes of its own, a network's nodes over mutual TLS with two copies; BaseX 13.0 with text, attribute, token and full-text indexes, Lucene 10.6.0; durable: every file forced to disk"
            .formatted(documents.size(), packages.origin()));
  }
}
