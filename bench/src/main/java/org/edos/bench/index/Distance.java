package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Samples;

/**
 * Three nodes, each in a network namespace of its own, 100 ms there and back between any two: a
 * virtual Ethernet among them goes through {@link DelayingHub}. Loaded before the delay is set.
 * Needs the right to make namespaces, and is left out without it.
 */
final class Distance {
  private static final int NODES = 3;
  private static final long ONE_WAY_MILLIS = 50;
  private static final int SOME = 50;
  private static final String CASE = "3 nodes, 100 ms apart";

  private final Occasion occasion;
  private final Findings findings;
  private final Networks networks;
  private final List<Questions.Drawn> questions;
  private final List<String> spaces = new ArrayList<>();
  private final List<String> links = new ArrayList<>();

  Distance(
      Occasion occasion, Findings findings, Networks networks, List<Questions.Drawn> questions) {
    this.occasion = occasion;
    this.findings = findings;
    this.networks = networks;
    this.questions = questions;
  }

  /** Measures, if it can. */
  void run() throws IOException, InterruptedException {
    Optional<Path> ip = OtherProgram.find("ip");
    if (ip.isEmpty()) {
      occasion.tell("distance left out: there is no program ip");
      return;
    }
    Thread atExit = new Thread(() -> delete(ip.get().toString()));
    Runtime.getRuntime().addShutdownHook(atExit);
    try (DelayingHub hub = new DelayingHub()) {
      List<Networks.Spot> spots = new ArrayList<>();
      for (int i = 1; i <= NODES; i++) {
        Optional<Networks.Spot> spot = spot(ip.get().toString(), hub, i);
        if (spot.isEmpty()) {
          occasion.tell("distance left out: no right to make network namespaces");
          return;
        }
        spots.add(spot.get());
      }
      try {
        measure(hub, networks.edos(CASE, "far", spots));
      } finally {
        networks.end("far");
      }
    } finally {
      Runtime.getRuntime().removeShutdownHook(atExit);
      delete(ip.get().toString());
    }
  }

  /** A namespace may stay until its last connections are given up, its link need not. */
  private void delete(String ip) {
    List<String> words = new ArrayList<>();
    links.forEach(link -> words.add("link delete " + link));
    spaces.forEach(space -> words.add("netns delete " + space));
    for (String each : words) {
      try {
        did(ip, each);
      } catch (IOException e) {
        occasion.tell("to be done by hand: ip " + each + " (" + e.getMessage() + ")");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A namespace whose one way out is the hub. */
  private Optional<Networks.Spot> spot(String ip, DelayingHub hub, int number)
      throws IOException, InterruptedException {
    String space = "edos-bench-" + ProcessHandle.current().pid() + "-" + number;
    String link = "eb" + ProcessHandle.current().pid() + "-" + number;
    String here = "10.231." + number + ".1";
    String there = "10.231." + number + ".2";
    String address = "10.232.0." + number;
    if (!did(ip, "netns add " + space)) {
      return Optional.empty();
    }
    spaces.add(space);
    links.add(link);
    boolean made =
        did(ip, "link add %s type veth peer name out netns %s".formatted(link, space))
            && did(ip, "addr add %s/30 dev %s".formatted(here, link))
            && did(ip, "link set %s up".formatted(link))
            && did(ip, "-n %s link set lo up".formatted(space))
            && did(ip, "-n %s addr add %s/30 dev out".formatted(space, there))
            && did(ip, "-n %s link set out up".formatted(space))
            && did(
                ip,
                "-n %s link add far type vxlan id 7 local %s remote %s dstport %d"
                    .formatted(space, there, here, DelayingHub.PORT))
            && did(ip, "-n %s addr add %s/24 dev far".formatted(space, address))
            && did(ip, "-n %s link set far mtu 1400 up".formatted(space));
    if (!made) {
      return Optional.empty();
    }
    hub.join(here, there);
    return Optional.of(new Networks.Spot(List.of(ip, "netns", "exec", space), address));
  }

  private boolean did(String ip, String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ip));
    command.addAll(List.of(words.split(" ")));
    return OtherProgram.print(command, occasion.scratch().resolve("ip.log"));
  }

  private void measure(DelayingHub hub, Party far) throws IOException, InterruptedException {
    occasion.tell("loading into " + far.name() + ", before they are apart");
    far.load("listed");
    hub.delay(ONE_WAY_MILLIS);
    int some = Math.min(SOME, questions.size() / 3);
    // The first ones bring in classes and connections.
    asked(far, "count", questions.subList(0, some));
    List<Questions.Drawn> once = questions.subList(some, 2 * some);
    occasion.tell("asking " + far.name());
    Samples cold = asked(far, "cold", once);
    asked(far, "count", once);
    Samples warm = asked(far, "count", once);
    Samples trips = asked(far, "trips", questions.subList(2 * some, 3 * some));
    rows("cold: nothing kept in memory", cold);
    rows("warm: asked before", warm);
    findings.row(CASE, "edos", "round trips of a cold question", "trips", trips);
    findings.atMost(CASE, "p50 cold, ms", cold.median(), 150, 110);
    findings.atMost(CASE, "p50 warm, ms", warm.median(), 10, 1);
    findings.atMost(CASE, "most round trips of a cold question", trips.max(), 1, 1);
  }

  private void rows(String situation, Samples samples) {
    for (int hundredths : new int[] {50, 99}) {
      findings.row(
          CASE + ", " + situation,
          "edos",
          "p" + hundredths + " of " + samples.count(),
          "ms",
          samples.percentile(hundredths));
    }
  }

  private Samples asked(Party far, String command, List<Questions.Drawn> some) throws IOException {
    Path file = occasion.scratch().resolve("questions-far");
    Files.write(file, some.stream().map(Questions.Drawn::query).toList());
    return Findings.samples(far.ask(command + " " + file).numbers());
  }
}
