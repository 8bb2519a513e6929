package org.edos.bench.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.bench.index.PackagesFile;
import org.edos.core.EdosException;

/**
 * The packages of a whole distribution that nobody can install: Edos and dose-debcheck in turn, on
 * the same Packages file. Fails if they do not find the same ones.
 */
public final class CheckBench implements Bench {
  private static final String DOSE = "dose-debcheck";
  private static final Pattern BROKEN =
      Pattern.compile("\n {2}package: (\\S+)\n {2}version: (\\S+)\n {2}architecture: (\\S+)\n");

  @Override
  public String name() {
    return "check";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    Optional<Path> dose = OtherProgram.find(DOSE);
    if (dose.isEmpty()) {
      throw EdosException.notFound(DOSE + " is not here; install it: apt install dose-distcheck");
    }
    occasion.tell("reading packages");
    PackagesFile packages = PackagesFile.find(occasion, occasion.quickOr(10_000, 4_000_000));
    String architecture = architecture(occasion);
    int runs = occasion.quickOr(2, 5);
    double[] times = new double[runs];
    double[] rival = new double[runs];
    List<Double> warm = new ArrayList<>();
    Set<String> found = Set.of();
    for (int run = 0; run < runs; run++) {
      occasion.tell("check %d of %d".formatted(run + 1, runs));
      Path report = occasion.scratch().resolve("report");
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              occasion.checkout().resolve("bench/target/bench/bench.jar").toString(),
              CheckMain.class.getName(),
              packages.file().toString(),
              architecture,
              "1");
      times[run] = millis(command, report);
      found = new TreeSet<>(Files.readAllLines(report));
      rival[run] =
          millis(
              List.of(
                  dose.get().toString(),
                  "--failures",
                  "--deb-native-arch=" + architecture,
                  packages.file().toString()),
              report);
      requireSame(found, broken(Files.readString(report)));
      if (run == 0) {
        List<String> again = new ArrayList<>(command);
        again.set(again.size() - 1, Integer.toString(runs + 3));
        millis(again, report);
        Files.readAllLines(report).stream()
            .filter(line -> line.startsWith("warm "))
            .skip(2)
            .forEach(line -> warm.add(Double.parseDouble(line.substring("warm ".length()))));
      }
    }
    Samples ours = Samples.of(times);
    Samples theirs = Samples.of(rival);
    Samples again = Samples.of(warm.stream().mapToDouble(Double::doubleValue).toArray());
    String whole = "whole, from the file to the answer";
    return new Results(
        "Packages of %s that nobody can install: %d, the same with both; each run a process of its own, in turn; warm: again in one process"
            .formatted(packages.origin(), found.size()),
        List.of(
            Row.of(whole, "edos", "wall time", "ms", ours),
            Row.of(whole, "edos, warm process", "wall time", "ms", again),
            Row.of(whole, DOSE, "wall time", "ms", theirs)),
        List.of(
            Ratio.atMost(
                whole, "edos / " + DOSE + ", medians", ours.median() / theirs.median(), 1, 0.5),
            Ratio.atMost(
                whole,
                "edos, warm process / " + DOSE + ", medians",
                again.median() / theirs.median(),
                1,
                0.2)));
  }

  private static double millis(List<String> command, Path report)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    OtherProgram.print(command, report); // dose ends with 1 where something is broken
    return (System.nanoTime() - start) / 1e6;
  }

  private static String architecture(Occasion occasion) throws IOException, InterruptedException {
    Path file = occasion.scratch().resolve("architecture");
    return OtherProgram.print(List.of("dpkg", "--print-architecture"), file)
        ? Files.readString(file).strip()
        : "amd64";
  }

  private static Set<String> broken(String report) {
    if (!report.contains("broken-packages:")) {
      throw EdosException.external(DOSE + " did not end; run it by hand");
    }
    Set<String> broken = new TreeSet<>();
    Matcher matcher = BROKEN.matcher(report);
    while (matcher.find()) {
      broken.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
    }
    return broken;
  }

  private static void requireSame(Set<String> ours, Set<String> theirs) {
    if (!ours.equals(theirs)) {
      Set<String> more = new TreeSet<>(ours);
      more.removeAll(theirs);
      Set<String> fewer = new TreeSet<>(theirs);
      fewer.removeAll(ours);
      throw EdosException.external(
          "other packages than with %s: %d too many %s, %d too few %s"
              .formatted(DOSE, more.size(), more, fewer.size(), fewer));
    }
  }
}
