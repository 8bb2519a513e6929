package org.edos.bench.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parties' processes take of the machine, loaded, and how much of that the packages are:
 * the difference to the same processes empty, for 100,000 packages.
 */
final class Footprints {
  private static final double MEGABYTE = 1e6;

  private final Findings findings;
  private final int packages;
  private final Map<String, Taken> empty = new HashMap<>();

  /** What a process takes, in bytes. */
  private record Taken(double disk, double heap, double resident) {
    static Taken of(SubjectProcess process) throws IOException {
      double heap = process.heap();
      return new Taken(process.disk(), heap, process.resident());
    }
  }

  Footprints(Findings findings, int packages) {
    this.findings = findings;
    this.packages = packages;
  }

  /** Looks at the processes before they are loaded. */
  void before(List<Party> parties) throws IOException {
    for (Party party : parties) {
      for (SubjectProcess process : party.members()) {
        empty.put(process.name(), Taken.of(process));
      }
    }
  }

  /** Looks at them now; of a network's nodes the mean counts. */
  void after(List<Party> parties) throws IOException {
    for (Party party : parties) {
      Taken sum = new Taken(0, 0, 0);
      Taken grown = new Taken(0, 0, 0);
      for (SubjectProcess process : party.members()) {
        Taken now = Taken.of(process);
        sum = plus(sum, now, 1);
        grown = plus(plus(grown, now, 1), empty.getOrDefault(process.name(), now), -1);
      }
      rows(party, sum, grown);
    }
  }

  /** The heaps after the questions, with what was kept to answer them. */
  void heaps(List<Party> parties) throws IOException {
    for (Party party : parties) {
      double sum = 0;
      for (SubjectProcess process : party.members()) {
        sum += process.heap();
      }
      findings.row(
          "footprint after all questions",
          party.name() + (party.members().size() > 1 ? ", each" : ""),
          "heap in use",
          "MB",
          sum / party.members().size() / MEGABYTE);
    }
  }

  private static Taken plus(Taken one, Taken other, int sign) {
    return new Taken(
        one.disk + sign * other.disk,
        one.heap + sign * other.heap,
        one.resident + sign * other.resident);
  }

  private void rows(Party party, Taken sum, Taken grown) {
    double nodes = party.members().size();
    String each = party.name() + (nodes > 1 ? ", each" : "");
    String now = "footprint with %d packages".formatted(packages);
    findings.row(now, each, "disk", "MB", sum.disk / nodes / MEGABYTE);
    findings.row(now, each, "heap in use", "MB", sum.heap / nodes / MEGABYTE);
    findings.row(now, each, "resident", "MB", sum.resident / nodes / MEGABYTE);
    double scale = 100_000.0 / packages / nodes / MEGABYTE;
    String more = "footprint of 100,000 packages more";
    findings.row(more, each, "disk", "MB", grown.disk * scale);
    findings.row(more, each, "heap in use", "MB", grown.heap * scale);
  }
}
