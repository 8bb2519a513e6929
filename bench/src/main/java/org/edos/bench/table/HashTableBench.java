package org.edos.bench.table;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;

/**
 * Ten engine processes on the loopback interface, each told of one other: the time from the
 * question for a content to the first holder, one question after the other, with all of them, with
 * half of them stopped so that they are silent as a machine that was switched off, and with those
 * ended.
 */
public final class HashTableBench implements Bench {
  private static final int NODES = 10;
  private static final long PATIENCE_MILLIS = 60_000;
  private static final double LOST_MILLIS = 5_000;

  @Override
  public String name() {
    return "dht";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    int contents = occasion.quickOr(200, 1000);
    List<LibtorrentEngine> engines = new ArrayList<>();
    try {
      List<HashTable> tables = start(occasion, engines);
      List<Sha256> announced = announce(occasion, tables, contents);
      List<Row> rows = new ArrayList<>();
      List<Ratio> ratios = new ArrayList<>();
      occasion.tell("looking up with all nodes");
      add("all nodes", ask(tables, announced), 500, rows, ratios);
      rows.add(
          Row.of(
              "all nodes",
              "edos",
              "a content that nobody has, to the end",
              "ms",
              Samples.of(nobody(tables, contents / 4))));
      occasion.tell("half of the nodes fall silent");
      for (LibtorrentEngine engine : engines.subList(NODES / 2, NODES)) {
        signal("STOP", engine);
      }
      List<HashTable> rest = tables.subList(0, NODES / 2);
      add("half silent", ask(rest, announced), 2000, rows, ratios);
      occasion.tell("these nodes end");
      for (LibtorrentEngine engine : engines.subList(NODES / 2, NODES)) {
        signal("CONT", engine);
      }
      engines.subList(NODES / 2, NODES).parallelStream().forEach(LibtorrentEngine::close);
      add("half ended", ask(rest, announced), 2000, rows, ratios);
      return new Results(
          contents
              + " contents announced in a hash table of "
              + NODES
              + " processes on one machine, each looked up once",
          rows,
          ratios);
    } finally {
      engines.parallelStream().forEach(LibtorrentEngine::close);
    }
  }

  private static List<HashTable> start(Occasion occasion, List<LibtorrentEngine> engines)
      throws InterruptedException {
    occasion.tell("starting " + NODES + " nodes");
    for (int i = 0; i < NODES; i++) {
      engines.add(
          new LibtorrentEngine(LibtorrentConfig.loopback(occasion.scratch().resolve("node" + i))));
    }
    List<HashTable> tables = engines.stream().map(LibtorrentEngine::hashTable).toList();
    await("the nodes do not listen", () -> tables.stream().allMatch(t -> t.port().isPresent()));
    for (int i = 1; i < NODES; i++) {
      int port = tables.get(i / 2).port().orElseThrow();
      tables.get(i).meet(List.of(new InetSocketAddress("127.0.0.1", port)));
    }
    await(
        "the nodes do not meet",
        () -> tables.stream().allMatch(table -> table.nodes() >= NODES / 2));
    return tables;
  }

  private static List<Sha256> announce(Occasion occasion, List<HashTable> tables, int count)
      throws InterruptedException {
    occasion.tell("announcing " + count + " contents");
    List<Sha256> contents =
        IntStream.range(0, count)
            .mapToObj(i -> Sha256.of(("content " + i).getBytes(StandardCharsets.US_ASCII)))
            .toList();
    for (int i = 0; i < count; i++) {
      tables.get(i % NODES).announce(contents.get(i), 1024 + i);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    Sha256 last = contents.getLast();
    await("what was announced is not found", () -> millis(tables.getFirst(), last) < LOST_MILLIS);
    return contents;
  }

  private static double[] ask(List<HashTable> tables, List<Sha256> contents) {
    Random chance = new Random(1);
    return contents.stream()
        .mapToDouble(content -> millis(tables.get(chance.nextInt(tables.size())), content))
        .toArray();
  }

  /** Until the first holder is told; {@link #LOST_MILLIS} where none is. */
  private static double millis(HashTable table, Sha256 content) {
    CompletableFuture<Long> first = new CompletableFuture<>();
    long began = System.nanoTime();
    table
        .find(content, holders -> first.complete(System.nanoTime()))
        .thenRun(() -> first.complete(0L));
    long found = first.join();
    return found == 0 ? LOST_MILLIS : (found - began) / 1e6;
  }

  private static double[] nobody(List<HashTable> tables, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> {
          long began = System.nanoTime();
          Sha256 unknown = Sha256.of(("nobody's " + i).getBytes(StandardCharsets.US_ASCII));
          tables.get(i % tables.size()).find(unknown, holders -> {}).join();
          return (System.nanoTime() - began) / 1e6;
        })
        .toArray();
  }

  private static void add(
      String situation, double[] millis, double most, List<Row> rows, List<Ratio> ratios) {
    Samples samples = Samples.of(millis);
    rows.add(Row.of(situation, "edos", "to the first holder", "ms", samples));
    rows.add(Row.of(situation, "edos", "p99", "ms", samples.percentile(99)));
    long lost = Arrays.stream(millis).filter(value -> value >= LOST_MILLIS).count();
    rows.add(Row.of(situation, "edos", "not found", "contents", lost));
    if (most < 1000) {
      ratios.add(Ratio.atMost(situation, "p50, ms", samples.median(), 50, 10));
    }
    ratios.add(Ratio.atMost(situation, "p99, ms", samples.percentile(99), most, most / 5));
    ratios.add(Ratio.atMost(situation, "contents not found", lost, 0, 0));
  }

  private static void signal(String name, LibtorrentEngine engine)
      throws IOException, InterruptedException {
    String process = Long.toString(engine.processId().orElseThrow());
    int code = new ProcessBuilder("kill", "-" + name, process).inheritIO().start().waitFor();
    if (code != 0) {
      throw EdosException.external("cannot send " + name + " to the node's process " + process);
    }
  }

  private static void await(String otherwise, BooleanSupplier condition)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw EdosException.external(otherwise + " within a minute");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
