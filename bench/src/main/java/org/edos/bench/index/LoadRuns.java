package org.edos.bench.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Loads, the parties in turn, so that what else the machine does meets all of them alike. Each is a
 * warm process: its first load does not count.
 */
final class LoadRuns {
  private static final String LISTED = "load, from the Packages file";
  private static final String READY = "load, the same documents ready";

  private final Findings findings;
  private final Consumer<String> progress;
  private final int packages;

  LoadRuns(Findings findings, Consumer<String> progress, int packages) {
    this.findings = findings;
    this.progress = progress;
    this.packages = packages;
  }

  /** Loads from the Packages file; median speeds in documents a second, by party. */
  Map<String, Double> listed(List<Party> parties, int runs) throws IOException {
    Map<String, List<Double>> seconds = new HashMap<>();
    for (int run = 0; run <= runs; run++) {
      turn("listed", parties, run > 0, run > 0 ? seconds : new HashMap<>());
    }
    return found(LISTED, parties, seconds);
  }

  /** Loads documents that are ready, after loads from the file. */
  Map<String, Double> ready(List<Party> parties, int runs) throws IOException {
    for (Party party : parties) {
      progress.accept("preparing the documents of " + party.name());
      party.members().getFirst().ask("prepare");
    }
    Map<String, List<Double>> seconds = new HashMap<>();
    for (int run = 0; run < runs; run++) {
      turn("ready", parties, true, seconds);
    }
    for (Party party : parties) {
      party.members().getFirst().ask("forget");
    }
    return found(READY, parties, seconds);
  }

  private void turn(
      String documents, List<Party> parties, boolean loaded, Map<String, List<Double>> seconds)
      throws IOException {
    for (Party party : parties) {
      if (loaded) {
        party.clear();
      }
      progress.accept("loading into " + party.name() + ", " + documents);
      double taken = party.load(documents);
      progress.accept("  %.2f s".formatted(taken));
      seconds.computeIfAbsent(party.name(), name -> new ArrayList<>()).add(taken);
    }
  }

  private Map<String, Double> found(
      String situation, List<Party> parties, Map<String, List<Double>> seconds) {
    Map<String, Double> speeds = new HashMap<>();
    for (Party party : parties) {
      List<Double> taken = seconds.getOrDefault(party.name(), List.of());
      findings.row(situation, party.name(), "until durable and queryable", "s", taken);
      List<Double> speed = taken.stream().map(s -> packages / s).toList();
      findings.row(situation, party.name(), "documents", "1/s", speed);
      speeds.put(party.name(), Findings.samples(speed).median());
    }
    return speeds;
  }
}
