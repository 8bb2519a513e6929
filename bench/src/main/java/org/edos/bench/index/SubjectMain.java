package org.edos.bench.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.edos.bench.index.Subject.Asking;
import org.edos.core.query.Query;
import org.edos.core.unit.Sha256;
import tools.jackson.databind.json.JsonMapper;

/**
 * A subject's process: commands come on standard input, one to a line, and for each a {@link Reply}
 * goes to standard output, as JSON in a line.
 */
public final class SubjectMain {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Subject subject;
  private final Path packages;
  private final Path xml;
  private Documents ready = new Documents.Ready(List.of(), Path.of("."));

  private SubjectMain(Subject subject, Path packages, Path xml) {
    this.subject = subject;
    this.packages = packages;
    this.xml = xml;
  }

  /**
   * What came of a command.
   *
   * @param failure empty if it was done
   * @param numbers milliseconds, bytes or amounts, as the command says
   * @param texts one for each question asked
   */
  record Reply(String failure, List<Double> numbers, List<String> texts) {
    static Reply done() {
      return numbers(List.of());
    }

    static Reply numbers(List<Double> numbers) {
      return new Reply("", numbers, List.of());
    }

    static Reply texts(List<String> texts) {
      return new Reply("", List.of(), texts);
    }

    static Reply read(String line) {
      return MAPPER.readValue(line, Reply.class);
    }
  }

  /**
   * Serves until standard input ends.
   *
   * @param args the Packages file, the XML file, and the subject with what it needs: see {@link
   *     SubjectKind}
   */
  public static void main(List<String> args) throws IOException {
    PrintStream replies = System.out;
    System.setOut(System.err);
    try (BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Subject subject = SubjectKind.open(args.subList(2, args.size()))) {
      SubjectMain main = new SubjectMain(subject, Path.of(args.get(0)), Path.of(args.get(1)));
      replies.println(MAPPER.writeValueAsString(Reply.done()));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        replies.println(MAPPER.writeValueAsString(main.replied(line.split(" ", 2))));
      }
    }
    System.exit(0);
  }

  private Reply replied(String[] command) {
    try {
      return reply(command[0], command.length > 1 ? command[1] : "");
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      return new Reply(command[0] + ": " + e, List.of(), List.of());
    }
  }

  private Reply reply(String command, String argument) throws IOException {
    return switch (command) {
      case "prepare" -> {
        ready = Documents.Ready.of(packages, xml.resolveSibling(xml.getFileName() + ".own"));
        yield Reply.done();
      }
      case "forget" -> {
        ready = new Documents.Ready(List.of(), xml);
        yield Reply.done();
      }
      case "load" -> {
        subject.load(argument.equals("ready") ? ready : new Documents.Listed(packages));
        yield Reply.done();
      }
      case "clear" -> {
        subject.clear();
        yield Reply.done();
      }
      case "answers" -> Reply.texts(each(argument, SubjectMain::answers));
      case "count" ->
          Reply.numbers(
              each(argument, asking -> millis(() -> require(asking.count() > 0, argument))));
      case "first" ->
          Reply.numbers(each(argument, asking -> millis(() -> require(asking.first(), argument))));
      case "cold" ->
          Reply.numbers(
              each(argument, asking -> millis(() -> require(asking.count() > 0, argument)), true));
      case "trips" ->
          Reply.numbers(
              each(
                  argument,
                  asking -> {
                    asking.count();
                    return (double) asking.roundTrips();
                  },
                  true));
      case "members" -> Reply.numbers(List.of((double) subject.members()));
      case "seed" -> Reply.texts(List.of(subject.seed()));
      case "heap" -> Reply.numbers(List.of((double) heap()));
      default -> throw new IllegalArgumentException(command);
    };
  }

  /** Something done with a question. */
  private interface Done<T> {
    T with(Asking asking) throws IOException;
  }

  /** Something whose time is taken. */
  private interface Timed {
    void run() throws IOException;
  }

  private <T> List<T> each(String questions, Done<T> done) throws IOException {
    return each(questions, done, false);
  }

  private <T> List<T> each(String questions, Done<T> done, boolean cold) throws IOException {
    List<T> all = new ArrayList<>();
    for (String question : Files.readAllLines(Path.of(questions))) {
      if (cold) {
        subject.cool();
      }
      all.add(done.with(subject.asking(Query.parse(question))));
    }
    return all;
  }

  private static double millis(Timed timed) throws IOException {
    long start = System.nanoTime();
    timed.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void require(boolean answered, String questions) {
    if (!answered) {
      throw new IllegalStateException("a question of " + questions + " has no answer");
    }
  }

  /** How many answers, and the hash of all of them. */
  private static String answers(Asking asking) throws IOException {
    List<String> ids = new ArrayList<>(asking.all());
    Collections.sort(ids);
    return ids.size()
        + " "
        + Sha256.of(String.join("\n", ids).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
