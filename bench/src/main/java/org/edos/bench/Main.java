package org.edos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.bench.channels.ChannelsBench;
import org.edos.bench.check.CheckBench;
import org.edos.bench.flashcrowd.FlashcrowdBench;
import org.edos.bench.flashcrowd.SeedingBench;
import org.edos.bench.gateway.GatewayBench;
import org.edos.bench.index.IndexBench;
import org.edos.bench.index.SubjectMain;
import org.edos.bench.plan.PlanBench;
import org.edos.bench.start.StartBench;
import org.edos.bench.table.HashTableBench;
import org.edos.bench.web.WebBench;
import org.edos.core.EdosException;

/**
 * Runs measurements: {@code [NAME...] [--quick]}, all of them without a name. With {@code subject}
 * first it is a process that such a measurement started.
 */
public final class Main {
  private static final List<Bench> ALL =
      List.of(
          new StartBench(),
          new FlashcrowdBench(),
          new SeedingBench(),
          new IndexBench(),
          new CheckBench(),
          new PlanBench(),
          new GatewayBench(),
          new HashTableBench(),
          new ChannelsBench(),
          new WebBench());

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("logback.configurationFile", "logback-bench.xml");
    if (args.length > 0 && args[0].equals("subject")) {
      SubjectMain.main(List.of(args).subList(1, args.length));
      return;
    }
    try {
      List<String> names = new ArrayList<>(List.of(args));
      boolean quick = names.remove("--quick");
      Path checkout =
          Path.of(System.getProperty("edos.checkout", ".")).toAbsolutePath().normalize();
      for (Bench bench : chosen(names)) {
        measure(bench, checkout, quick);
      }
    } catch (EdosException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(e.category() == EdosException.Category.USAGE ? 2 : 1);
    }
  }

  private static List<Bench> chosen(List<String> names) {
    String known = ALL.stream().map(Bench::name).collect(Collectors.joining(", "));
    for (String name : names) {
      if (ALL.stream().noneMatch(bench -> bench.name().equals(name))) {
        throw EdosException.usage("there is no measurement '" + name + "'; choose from " + known);
      }
    }
    return ALL.stream().filter(bench -> names.isEmpty() || names.contains(bench.name())).toList();
  }

  private static void measure(Bench bench, Path checkout, boolean quick)
      throws IOException, InterruptedException {
    String machine = Machine.description();
    Path scratch = Files.createTempDirectory("edos-bench-");
    try {
      Results results =
          bench.run(
              new Occasion(quick, checkout, scratch, line -> System.err.println("bench: " + line)));
      System.out.println();
      System.out.println(bench.name() + " on " + machine);
      Table.lines(results).forEach(System.out::println);
      if (!quick) {
        keep(checkout, bench.name(), machine, results);
      }
    } finally {
      delete(scratch);
    }
  }

  /** Smaller runs leave the figures of the last whole one as they are. */
  private static void keep(Path checkout, String name, String machine, Results results)
      throws IOException {
    Path file = checkout.resolve("bench/results/" + name + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, ResultsJson.write(name, LocalDate.now(ZoneOffset.UTC), machine, results));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
