package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.bench.Occasion;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;

/** All subjects side by side: they are loaded in turn, compared, and asked in turn. */
final class Comparison {
  private static final String BASEX = "BaseX";
  private static final String LUCENE = "Lucene";

  private final Occasion occasion;
  private final Findings findings;
  private final Networks networks;
  private final QueryRuns asking;
  private final LoadRuns loading;
  private final Path packages;
  private final List<Document> documents;

  Comparison(
      Occasion occasion,
      Findings findings,
      Networks networks,
      QueryRuns asking,
      Path packages,
      List<Document> documents) {
    this.occasion = occasion;
    this.findings = findings;
    this.networks = networks;
    this.packages = packages;
    this.documents = documents;
    this.asking = asking;
    this.loading = new LoadRuns(findings, occasion::tell, documents.size());
  }

  void run() throws IOException, InterruptedException {
    Party one = networks.edos(1);
    Party baseX = networks.baseX(BASEX);
    Party lucene = networks.lucene(LUCENE);
    Party three = networks.edos(3);
    List<Party> all = new ArrayList<>(List.of(one, baseX, lucene, three));
    Footprints footprints = new Footprints(findings, documents.size());
    footprints.before(all);
    Map<String, Double> listed = loading.listed(all, occasion.quickOr(1, 3));
    footprints.after(all);
    load(one, baseX, lucene, three, listed);
    if (!occasion.quick()) {
      Party five = networks.edos(5);
      footprints.before(List.of(five));
      loading.listed(List.of(five), 1);
      footprints.after(List.of(five));
      all.add(five);
    }
    asking.requireEqual(all, occasion.quickOr(50, 250));
    ask(all);
    Map<String, Double> first = asking.first(all);
    findings.atMost(
        "first answer of a large result, 3 nodes", "ms", median(first, three.name()), 5, 1);
    footprints.heaps(all);
    List<DocumentFields> fields = documents.stream().map(DocumentFields::of).toList();
    OtherPrograms programs = new OtherPrograms(occasion, findings, asking, three, fields);
    programs.aptCache(packages);
    programs.dnf(documents);
  }

  private void load(Party one, Party baseX, Party lucene, Party three, Map<String, Double> listed)
      throws IOException {
    Map<String, Double> ready = loading.ready(List.of(one, baseX, lucene), occasion.quickOr(1, 3));
    String apart = "load, Edos from the Packages file, BaseX from XML written before";
    String alike = "load, both from the Packages file";
    speed(apart, "one node", median(listed, one.name()) / median(ready, BASEX), 2);
    speed(alike, "one node", median(listed, one.name()) / median(listed, BASEX), 2);
    speed(
        "load, both from ready documents",
        "one node",
        median(ready, one.name()) / median(ready, BASEX),
        2);
    String network = "three nodes, two copies";
    speed(apart, network, median(listed, three.name()) / median(ready, BASEX), 1);
    speed(alike, network, median(listed, three.name()) / median(listed, BASEX), 1);
  }

  private void speed(String situation, String subject, double ratio, double aim) {
    findings.atLeast(situation, "speed of " + subject + " / BaseX", ratio, 1, aim);
  }

  private void ask(List<Party> all) throws IOException {
    Map<String, Integer> rounds = new HashMap<>();
    all.forEach(party -> rounds.put(party.name(), party.name().equals(BASEX) ? 1 : 3));
    Map<String, QueryRuns.Speed> speeds = asking.ask(all, rounds, occasion.quickOr(50, 200));
    QueryRuns.Speed one = speed(speeds, all.getFirst());
    QueryRuns.Speed three = speed(speeds, all.get(3));
    QueryRuns.Speed last = speed(speeds, all.getLast());
    QueryRuns.Speed rival = speed(speeds, all.get(1));
    findings.atMost("queries, 3 nodes, warm", "p50, ms", three.median(), 1, 0.3);
    findings.atMost("queries, 3 nodes, warm", "p99, ms", three.worst(), 10, 4);
    findings.atLeast(
        "queries, 3 nodes", "p50 of BaseX / Edos", rival.median() / three.median(), 1, 1);
    findings.atLeast(
        "queries, 3 nodes", "p99 of BaseX / Edos", rival.worst() / three.worst(), 10, 10);
    findings.atMost(
        "queries, " + all.getLast().name() + " / 1 node",
        "p50 / p50",
        last.median() / one.median(),
        1.5,
        1);
  }

  private static double median(Map<String, Double> figures, String party) {
    return figures.getOrDefault(party, Double.NaN);
  }

  private static QueryRuns.Speed speed(Map<String, QueryRuns.Speed> speeds, Party party) {
    return speeds.getOrDefault(party.name(), new QueryRuns.Speed(Double.NaN, Double.NaN));
  }
}
