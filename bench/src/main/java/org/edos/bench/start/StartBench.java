package org.edos.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.core.EdosException;

/** Commands that find no daemon, with the start-up cache of {@code ./edos} and without it. */
public final class StartBench implements Bench {
  private static final int RUNS = 11;
  private static final long TRAINING_MILLIS = 60_000;
  private static final Map<String, List<String>> COMMANDS =
      Map.of("--help", List.of("--help"), "query, no daemon", List.of("query", "x"));

  @Override
  public String name() {
    return "start";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    Path program = occasion.checkout().resolve("app/target/edos");
    Path cached = occasion.checkout().resolve("edos");
    Path uncached = withoutCache(program, cached, occasion.scratch());
    Map<String, String> home = Map.of("EDOS_HOME", occasion.scratch().resolve("home").toString());
    occasion.tell("training the start-up cache");
    train(cached, program.resolve(cacheName()), home);

    List<Row> rows = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (String situation : COMMANDS.keySet().stream().sorted().toList()) {
      occasion.tell("edos " + situation);
      double[] with = new double[RUNS];
      double[] without = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        with[run] = OtherProgram.millis(command(cached, situation), home);
        without[run] = OtherProgram.millis(command(uncached, situation), home);
      }
      Samples fast = Samples.of(with);
      Samples slow = Samples.of(without);
      rows.add(Row.of(situation, "edos", "wall time", "ms", fast));
      rows.add(Row.of(situation, "edos without start-up cache", "wall time", "ms", slow));
      ratios.add(
          Ratio.atMost(
              situation, "with cache / without, medians", fast.median() / slow.median(), 1, 0.7));
    }
    return new Results(
        "A command from its start to its end, "
            + RUNS
            + " times with the cache and without it in turn",
        rows,
        ratios);
  }

  private static List<String> command(Path edos, String situation) {
    List<String> command = new ArrayList<>(List.of(edos.toString()));
    command.addAll(COMMANDS.getOrDefault(situation, List.of()));
    return command;
  }

  private static String cacheName() {
    return "start-" + Runtime.version().feature();
  }

  /**
   * The same program at a place where its script finds no cache, and takes it for being trained
   * already.
   */
  private static Path withoutCache(Path program, Path script, Path scratch) throws IOException {
    Path copy = Files.createDirectories(scratch.resolve("app/target/edos"));
    Files.createSymbolicLink(copy.resolve("edos.jar"), program.resolve("edos.jar"));
    Files.createSymbolicLink(copy.resolve("lib"), program.resolve("lib"));
    Files.createFile(copy.resolve(cacheName() + ".started"));
    return Files.copy(script, scratch.resolve("edos"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void train(Path edos, Path cache, Map<String, String> home)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    OtherProgram.millis(List.of(edos.toString(), "--help"), home);
    while (!fresh(cache)) {
      if ((System.nanoTime() - start) / 1_000_000 > TRAINING_MILLIS) {
        throw EdosException.external(
            "the start-up cache was not written; delete " + cache.getFileName() + "* beside it");
      }
      Thread.sleep(100);
    }
  }

  private static boolean fresh(Path cache) throws IOException {
    Path jar = cache.resolveSibling("edos.jar");
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }
}
