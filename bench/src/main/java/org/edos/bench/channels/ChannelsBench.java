package org.edos.bench.channels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.edos.bench.Bench;
import org.edos.bench.Occasion;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Running;
import org.edos.bench.Samples;

/**
 * Thousands of subscribers are told of an event: by mirrors, each with one stream for all that
 * interests it, and by an MQTT broker at QoS 1. Servers are processes of their own, subscribers are
 * sockets of one thread of this one.
 */
public final class ChannelsBench implements Bench {
  private static final int CHANNELS = 10;

  /** What the budget is of: fewer share what a server needs once. */
  private static final int BUDGET_OF = 10_000;

  private static final double KILO = 1000;
  private static final String EDOS = "edos";

  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();

  @Override
  public String name() {
    return "channels";
  }

  @Override
  public Results run(Occasion occasion) throws IOException, InterruptedException {
    int eventBytes = 0;
    try (Network network =
        new Network(
            occasion.checkout(), Files.createDirectories(occasion.scratch().resolve("one")))) {
      for (int subscribers : sizes(occasion)) {
        oneMirror(occasion, network, subscribers);
      }
      grouping(occasion, network);
      eventBytes = network.eventBytes("many" + sizes(occasion).getFirst() + "-0");
    }
    if (!occasion.quick()) {
      threeMirrors(occasion, sizes(occasion).getLast());
    }
    Optional<Path> mosquitto = Broker.find();
    if (mosquitto.isPresent()) {
      for (int subscribers : sizes(occasion)) {
        mosquitto(occasion, mosquitto.get(), subscribers, eventBytes);
      }
    } else {
      occasion.tell("mosquitto is not installed (apt-get install mosquitto): left out");
    }
    if (!occasion.quick()) {
      rows.addAll(FilterCases.rows(occasion));
    }
    return new Results(
        "An event of "
            + eventBytes
            + " bytes is told on the publisher; from then until subscribers on the same machine"
            + " have read it. "
            + runs(occasion)
            + " runs after one. Memory: what the server's process has more than before anybody"
            + " subscribed.",
        rows,
        ratios);
  }

  private static List<Integer> sizes(Occasion occasion) {
    return occasion.quick() ? List.of(500) : List.of(1_000, 10_000);
  }

  private static int runs(Occasion occasion) {
    return occasion.quickOr(2, 7);
  }

  private static String many(int subscribers) {
    return String.format(java.util.Locale.ROOT, "%,d subscribers", subscribers);
  }

  private void oneMirror(Occasion occasion, Network network, int count)
      throws IOException, InterruptedException {
    String situation = many(count) + ", one mirror";
    occasion.tell(situation);
    Running mirror = network.mirror();
    List<String> channel = network.channels("many" + count + "-", 1);
    double before = settled(mirror);
    try (Subscribers subscribers = new Subscribers()) {
      subscribers.open(mirror.socketAddress(), wires(mirror, channel, count));
      subscribers.hear();
      double each = (settled(mirror) - before) / count / KILO;
      FanOut found =
          FanOut.measure(
              subscribers, List.of(mirror), runs(occasion), 1, () -> network.feed(channel));
      double after = (settled(mirror) - before) / count / KILO;
      rows.addAll(found.rows(situation, EDOS));
      rows.add(Row.of(situation, EDOS, "memory of each, connected", "kB", each));
      rows.add(Row.of(situation, EDOS, "memory of each, after all runs", "kB", after));
      if (count >= BUDGET_OF) {
        ratios.add(
            Ratio.atMost(situation, "ms until the last has heard", found.lastMillis(), 2000, 500));
        ratios.add(Ratio.atMost(situation, "kB of memory for each", Math.max(each, after), 20, 20));
      }
    }
    network.stop(mirror);
  }

  private static List<Wire> wires(Running mirror, List<String> channels, int count) {
    return IntStream.range(0, count)
        .<Wire>mapToObj(i -> EventWire.of(Network.address(mirror), channels))
        .toList();
  }

  /** What a process holds when nothing has happened for a moment. */
  private static double settled(Running server) throws IOException, InterruptedException {
    Thread.sleep(1000);
    return server.residentBytes();
  }

  /** Clients of several channels, with one stream for all of these and with one for each. */
  private void grouping(Occasion occasion, Network network)
      throws IOException, InterruptedException {
    int clients = occasion.quickOr(50, 1_000);
    for (boolean grouped : List.of(true, false)) {
      String situation =
          many(clients)
              + " of "
              + CHANNELS
              + " channels, "
              + (grouped ? "one stream each" : "a stream for each channel");
      occasion.tell(situation);
      Running mirror = network.mirror();
      List<String> channels = network.channels(grouped ? "grouped" : "single", CHANNELS);
      double before = settled(mirror);
      try (Subscribers subscribers = new Subscribers()) {
        if (grouped) {
          subscribers.open(mirror.socketAddress(), wires(mirror, channels, clients));
        } else {
          for (String channel : channels) {
            subscribers.open(mirror.socketAddress(), wires(mirror, List.of(channel), clients));
          }
        }
        double each = (settled(mirror) - before) / clients / KILO;
        FanOut found =
            FanOut.measure(
                subscribers,
                List.of(mirror),
                runs(occasion),
                grouped ? CHANNELS : 1,
                () -> network.feed(channels));
        rows.addAll(found.rows(situation, EDOS));
        rows.add(Row.of(situation, EDOS, "memory of each client", "kB", each));
      }
      network.stop(mirror);
    }
  }

  private void threeMirrors(Occasion occasion, int count) throws IOException, InterruptedException {
    String situation = many(count) + ", three mirrors";
    occasion.tell(situation);
    try (Network network =
            new Network(
                occasion.checkout(), Files.createDirectories(occasion.scratch().resolve("three")));
        Subscribers subscribers = new Subscribers()) {
      List<Running> mirrors = List.of(network.mirror(), network.mirror(), network.mirror());
      List<String> channel = network.channels("spread", 1);
      for (int i = 0; i < mirrors.size(); i++) {
        int part = count * (i + 1) / mirrors.size() - count * i / mirrors.size();
        subscribers.open(mirrors.get(i).socketAddress(), wires(mirrors.get(i), channel, part));
      }
      FanOut found =
          FanOut.measure(subscribers, mirrors, runs(occasion), 1, () -> network.feed(channel));
      rows.addAll(found.rows(situation, EDOS));
      ratios.add(
          Ratio.atMost(situation, "ms until the last has heard", found.lastMillis(), 2000, 500));
    }
  }

  private void mosquitto(Occasion occasion, Path program, int count, int eventBytes)
      throws IOException, InterruptedException {
    String situation = many(count) + ", one mirror";
    String subject = "mosquitto, QoS 1";
    occasion.tell(subject + ": " + many(count));
    Path folder = occasion.scratch().resolve("mosquitto" + count);
    byte[] payload = new byte[eventBytes];
    try (Broker broker = Broker.start(program, folder);
        Subscribers subscribers = new Subscribers()) {
      double before = settled(broker.process());
      subscribers.open(
          broker.process().socketAddress(),
          IntStream.range(0, count).mapToObj(Broker::subscriber).toList());
      double each = (settled(broker.process()) - before) / count / KILO;
      FanOut found =
          FanOut.measure(
              subscribers,
              List.of(broker.process()),
              runs(occasion),
              1,
              () -> broker.publish(payload));
      rows.addAll(found.rows(situation, subject));
      rows.add(Row.of(situation, subject, "memory of each, connected", "kB", Samples.of(each)));
      double ours =
          rows.stream()
              .filter(row -> row.situation().equals(situation) && row.subject().equals(EDOS))
              .filter(row -> row.metric().equals("heard by the last"))
              .mapToDouble(Row::median)
              .findFirst()
              .orElseThrow();
      ratios.add(
          Ratio.atMost(
              situation, "last has heard, edos / mosquitto", ours / found.lastMillis(), 3, 1));
    }
  }
}
