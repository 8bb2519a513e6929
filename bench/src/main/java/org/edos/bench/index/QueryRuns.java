package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.edos.bench.Samples;
import org.edos.core.EdosException;

/** Questions to all parties: first that they give the same answers, then how fast. */
final class QueryRuns {
  private static final String WARM = "2-3 conditions, warm, count and 20 documents";
  private static final List<String> LARGE = List.of("*", "section:libs", "name:lib*");
  private static final int ASKED_AGAIN = 20;

  private final Findings findings;
  private final Consumer<String> progress;
  private final Path scratch;
  private final List<Questions.Drawn> questions;

  QueryRuns(
      Findings findings, Consumer<String> progress, Path scratch, List<Questions.Drawn> questions) {
    this.findings = findings;
    this.progress = progress;
    this.scratch = scratch;
    this.questions = questions;
  }

  /**
   * What a party took, in milliseconds.
   *
   * @param median of the rounds' medians
   * @param worst median of the rounds' 99th hundredths
   */
  record Speed(double median, double worst) {}

  /**
   * Asks every party for all answers to the first questions, of each kind as many, and to the large
   * ones.
   *
   * @throws EdosException external if answers differ
   */
  void requireEqual(List<Party> parties, int most) throws IOException {
    List<String> asked = new ArrayList<>(LARGE);
    questions.stream().limit(most).map(Questions.Drawn::query).forEach(asked::add);
    Path file = written("compared", asked);
    progress.accept("comparing all answers to " + asked.size() + " questions");
    List<String> expected = parties.getFirst().ask("answers " + file).texts();
    for (Party party : parties.subList(1, parties.size())) {
      List<String> given = party.ask("answers " + file).texts();
      for (int i = 0; i < asked.size(); i++) {
        if (!given.get(i).equals(expected.get(i))) {
          throw EdosException.external(
              "different answers to '%s': %s %s, %s %s"
                  .formatted(
                      asked.get(i),
                      parties.getFirst().name(),
                      expected.get(i),
                      party.name(),
                      given.get(i)));
        }
      }
    }
    findings.row(
        "all answers equal", "every subject", "questions compared", "questions", asked.size());
  }

  /**
   * Asks all questions in rounds, the parties in turn.
   *
   * @param rounds by party; the first of a round warms up all parties with the first questions
   */
  Map<String, Speed> ask(List<Party> parties, Map<String, Integer> rounds, int warming)
      throws IOException {
    Path all = written("questions", questions.stream().map(Questions.Drawn::query).toList());
    Path some =
        written("warming", questions.stream().limit(warming).map(Questions.Drawn::query).toList());
    Map<String, List<List<Double>>> taken = new HashMap<>();
    for (Party party : parties) {
      progress.accept("warming up " + party.name());
      party.ask("count " + (rounds.getOrDefault(party.name(), 1) > 1 ? all : some));
    }
    int most = rounds.values().stream().max(Integer::compare).orElse(1);
    for (int round = 0; round < most; round++) {
      for (Party party : parties) {
        if (round < rounds.getOrDefault(party.name(), 1)) {
          progress.accept("asking " + party.name() + " " + questions.size() + " questions");
          taken
              .computeIfAbsent(party.name(), name -> new ArrayList<>())
              .add(party.ask("count " + all).numbers());
        }
      }
    }
    Map<String, Speed> speeds = new HashMap<>();
    for (Party party : parties) {
      speeds.put(party.name(), speed(party.name(), taken.getOrDefault(party.name(), List.of())));
    }
    return speeds;
  }

  private Speed speed(String party, List<List<Double>> rounds) {
    double median = percentiles(WARM, party, rounds, 50);
    double worst = percentiles(WARM, party, rounds, 99);
    for (Questions.Kind kind : Questions.Kind.values()) {
      percentiles(
          WARM + ": " + kind, party, rounds.stream().map(round -> of(kind, round)).toList(), 50);
    }
    return new Speed(median, worst);
  }

  private double percentiles(
      String situation, String party, List<List<Double>> rounds, int hundredths) {
    List<Double> values =
        rounds.stream().map(round -> Findings.samples(round).percentile(hundredths)).toList();
    String metric = "p" + hundredths + " of " + rounds.getFirst().size();
    findings.row(situation, party, metric, "ms", values);
    return Findings.samples(values).median();
  }

  private List<Double> of(Questions.Kind kind, List<Double> round) {
    List<Double> chosen = new ArrayList<>();
    for (int i = 0; i < round.size(); i++) {
      if (questions.get(i).kind() == kind) {
        chosen.add(round.get(i));
      }
    }
    return chosen;
  }

  /** The time to the first answer of a large result; the worst median, by party. */
  Map<String, Double> first(List<Party> parties) throws IOException {
    Map<String, Double> worst = new HashMap<>();
    for (String large : LARGE) {
      List<String> again = new ArrayList<>();
      for (int i = 0; i < ASKED_AGAIN; i++) {
        again.add(large);
      }
      Path file = written("large", again);
      for (Party party : parties) {
        progress.accept("first answer of " + party.name() + " to " + large);
        party.ask("first " + file);
        List<Double> taken = party.ask("first " + file).numbers();
        findings.row("first answer to " + large, party.name(), "time", "ms", taken);
        worst.merge(party.name(), Findings.samples(taken).median(), Math::max);
      }
    }
    return worst;
  }

  /** Milliseconds of one question, asked again and again. */
  Samples one(Party party, String question) throws IOException {
    List<String> again = new ArrayList<>();
    for (int i = 0; i < 5 * ASKED_AGAIN; i++) {
      again.add(question);
    }
    return Findings.samples(party.ask("count " + written("one", again)).numbers());
  }

  private Path written(String name, List<String> lines) throws IOException {
    return Files.write(scratch.resolve("questions-" + name), lines);
  }
}
