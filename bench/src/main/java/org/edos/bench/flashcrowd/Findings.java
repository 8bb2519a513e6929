package org.edos.bench.flashcrowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.core.swarm.PeerId;

/** What was found so far. */
final class Findings {
  private final int upload;
  private final int scale;
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<String> works = new ArrayList<>();

  Findings(int upload, int scale) {
    this.upload = upload;
    this.scale = scale;
  }

  /** Seconds before which no scheme is done. */
  double bound(Workload work, Links links) {
    return Bound.seconds(work.distinctBytes(), links.source(), peers(work, links));
  }

  private static List<Bound.Peer> peers(Workload work, Links links) {
    List<PeerId> members = List.copyOf(work.wishes().keySet());
    List<Bound.Peer> peers = new ArrayList<>();
    for (int number = 0; number < members.size(); number++) {
      peers.add(
          new Bound.Peer(
              work.wantedBytes(members.get(number)), links.peer(number), Double.POSITIVE_INFINITY));
    }
    return peers;
  }

  void strategy(Workload work, Links links, String strategy, Outcome outcome) {
    String who = work.wishes().size() + " peers, " + links.name();
    double bound = bound(work, links);
    if (rows.stream().noneMatch(row -> row.situation().equals(who))) {
      describe(who, work);
      rows.add(Row.of(who, "bound", "last peer done", "s", bound));
    }
    rows(who, strategy, bound, work, outcome);
    if (strategy.equals(work.usualStrategy())) {
      ratios.add(Ratio.atMost(who, "last peer / bound", outcome.last() / bound, 1.15, 1.05));
      ratios.add(Ratio.atMost(who, "median peer / bound", outcome.median() / bound, 1.1, 1.0));
      ratios.add(
          Ratio.atMost(who, "publisher sent / distinct bytes", sent(work, outcome), 1.3, 1.05));
      ratios.add(Ratio.atMost(who, "unwanted / wanted bytes", unwanted(work, outcome), 0.01, 0));
    }
  }

  /** Of a strategy by which not every peer was done in time. */
  void collapsed(Workload work, Links links, String strategy) {
    String who = work.wishes().size() + " peers, " + links.name();
    rows.add(Row.of(who, strategy, "given up: not every peer was done in four minutes", "", 1));
  }

  private void describe(String who, Workload work) {
    works.add(
        String.format(
            Locale.ROOT,
            "%s: %d packages, %s distinct, %s wanted",
            who,
            work.sources().size(),
            FlashcrowdBench.megabytes(work.distinctBytes()),
            FlashcrowdBench.megabytes(work.wantedBytes())));
  }

  private void rows(String who, String subject, double bound, Workload work, Outcome outcome) {
    Map<String, Double> figures = new java.util.LinkedHashMap<>();
    figures.put("last peer / bound", outcome.last() / bound);
    figures.put("median peer / bound", outcome.median() / bound);
    figures.put("publisher sent / distinct bytes", sent(work, outcome));
    figures.put("unwanted / wanted bytes", unwanted(work, outcome));
    figures.put(
        "received twice or wrong / wanted bytes",
        (double) outcome.repeatedBytes() / work.wantedBytes());
    rows.add(Row.of(who, subject, "last peer done", "s", outcome.last()));
    figures.forEach((metric, value) -> rows.add(Row.of(who, subject, metric, "x", value)));
    rows.add(Row.of(who, subject, "clusters", "", outcome.clusters()));
  }

  private static double sent(Workload work, Outcome outcome) {
    return (double) outcome.sourceBytes() / work.distinctBytes();
  }

  private static double unwanted(Workload work, Outcome outcome) {
    return (double) outcome.unwantedBytes() / work.wantedBytes();
  }

  void http(Workload work, double seconds) {
    Links links = Links.equal(upload);
    String who = work.wishes().size() + " peers, " + links.name();
    rows.add(Row.of(who, "HTTP, one server", "last peer done", "s", seconds));
    rows.add(
        Row.of(who, "HTTP, one server", "last peer / bound", "x", seconds / bound(work, links)));
  }

  /** Of links that the kernel limits. */
  void links(Workload work, LinkCheck.Seconds seconds) {
    String who = work.wishes().size() + " peers, links limited by the kernel";
    double bound = bound(work, Links.equal(upload));
    String standard = work.usualStrategy();
    rows.add(Row.of(who, standard, "last peer / bound", "x", seconds.last() / bound));
    rows.add(Row.of(who, standard, "median peer / bound", "x", seconds.median() / bound));
  }

  void trouble(Workload work, Links links, Trouble trouble, Outcome outcome, Liars.End liars) {
    String who = work.wishes().size() + " peers, " + trouble.name();
    double bound = bound(work, links);
    describe(who, work);
    rows.add(Row.of(who, "bound", "last peer done", "s", bound));
    rows(who, work.usualStrategy(), bound, work, outcome);
    if (trouble.lying() > 0) {
      rows.add(Row.of(who, "liars", "sent", "MB", liars.sentBytes() / 1e6));
      rows.add(Row.of(who, "liars", "peers still connected", "", liars.stillConnected()));
    }
  }

  /** The last figures, for whoever waits. */
  String last() {
    List<String> figures = new ArrayList<>();
    for (Row row : rows.subList(Math.max(0, rows.size() - 7), rows.size())) {
      figures.add(row.metric() + " " + String.format(Locale.ROOT, "%.3f", row.median()));
    }
    return String.join(", ", figures);
  }

  Results results() {
    String work =
        String.format(
            Locale.ROOT,
            "Machines of 17 uses upgrade from the distribution's main list to its updates; package"
                + " sizes divided by %d. A source and peers, each a process on loopback that sends"
                + " at most so many bytes a second (the source %s), started before. Without"
                + " trouble, everybody begins at once. %s.",
            scale,
            FlashcrowdBench.megabytes(upload),
            String.join("; ", works));
    return new Results(work, rows, ratios);
  }
}
