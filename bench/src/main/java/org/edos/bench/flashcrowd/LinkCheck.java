package org.edos.bench.flashcrowd;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.role.publish.Strategies;

/**
 * A crowd whose links the kernel limits, in network namespaces, to hold libtorrent's own limits
 * against, which the other runs have. The tracker must be in the namespace of the bridge, so a
 * process of its own disseminates there.
 */
public final class LinkCheck {
  private static final String RESULT = "seconds ";

  private LinkCheck() {}

  /** Seconds of the last and of the median peer. */
  record Seconds(double last, double median) {}

  /** Empty where there are no network namespaces. */
  static Optional<Seconds> run(Occasion occasion, Path folder, int peers, int scale, int rate)
      throws IOException, InterruptedException {
    boolean root = System.getProperty("user.name", "").equals("root");
    if (!root || OtherProgram.find("ip").isEmpty() || OtherProgram.find("tc").isEmpty()) {
      occasion.tell("links limited by the kernel are left out: that takes root, ip and tc");
      return Optional.empty();
    }
    List<Integer> links = Collections.nCopies(peers + 1, rate);
    try (Namespaces namespaces = new Namespaces(links, folder)) {
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespaces.hub()));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), LinkCheck.class.getName()));
      command.addAll(
          List.of(
              folder.toString(),
              Integer.toString(peers),
              Integer.toString(scale),
              Integer.toString(rate),
              namespaces.hub()));
      return Optional.of(read(new ProcessBuilder(command)));
    }
  }

  private static Seconds read(ProcessBuilder child) throws IOException, InterruptedException {
    Process process = child.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RESULT)) {
          String[] words = line.substring(RESULT.length()).split(" ");
          return new Seconds(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    throw EdosException.external("the crowd in network namespaces did not end well");
  }

  /** The process in the bridge's namespace. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("logback.configurationFile", "logback-bench.xml");
    Path folder = Path.of(args[0]);
    int peers = Integer.parseInt(args[1]);
    int rate = Integer.parseInt(args[3]);
    Workload work =
        Workload.create(
            TwoReleases.read(folder),
            folder.resolve("source"),
            peers,
            Integer.parseInt(args[2]),
            FlashcrowdBench.SEED);
    List<PeerId> members = List.copyOf(work.wishes().keySet());
    Ground ground = Namespaces.joined(args[4], folder);
    try (Crowd crowd =
        new Crowd(members, Links.equal(rate), work.sources().getFirst(), folder, ground)) {
      Outcome outcome = new Dissemination(work, crowd, Strategies.standard()).run(Trouble.NONE, 0);
      System.out.println(RESULT + outcome.last() + " " + outcome.median());
    }
  }
}
