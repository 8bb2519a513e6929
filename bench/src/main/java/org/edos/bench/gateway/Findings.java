package org.edos.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.bench.Occasion;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;
import org.edos.core.EdosException;

/** Collects figures; what fails is noted and does not end the measurement. Used by one thread. */
final class Findings {
  private record Key(String situation, String subject, String metric, String unit) {}

  /** Something that is measured and may fail. */
  interface Step {
    /** Measures. */
    void run() throws IOException, InterruptedException;
  }

  private final Occasion occasion;
  private final List<Key> order = new ArrayList<>();
  private final Map<Key, List<Double>> values = new HashMap<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  Findings(Occasion occasion) {
    this.occasion = occasion;
  }

  /** Measures, and goes on if that fails. */
  void attempt(String what, Step step) throws InterruptedException {
    occasion.tell(what);
    try {
      step.run();
    } catch (IOException | EdosException | IllegalStateException e) {
      occasion.tell("FAILED " + what + ": " + e.getMessage());
      failures.add(what);
    }
  }

  /** Adds a value. */
  void add(String situation, String subject, String metric, String unit, double value) {
    Key key = new Key(situation, subject, metric, unit);
    if (!values.containsKey(key)) {
      order.add(key);
    }
    values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  /** The middle of the values so far, if there is one. */
  Optional<Double> median(String situation, String subject, String metric) {
    return order.stream()
        .filter(key ->
            key.situation().equals(situation)
                && key.subject().equals(subject)
                && key.metric().equals(metric))
        .map(key -> samples(key).median())
        .findFirst();
  }

  /** Holds one subject's median against another's, where both were measured. */
  void atMost(String situation, String metric, String one, String other, double most, double aim) {
    Optional<Double> above = median(situation, one, metric);
    Optional<Double> below = median(situation, other, metric);
    if (above.isPresent() && below.isPresent()) {
      ratios.add(
          Ratio.atMost(
              situation,
              metric + ", " + one + " / " + other,
              above.get() / below.get(),
              most,
              aim));
    }
  }

  /** Adds what a budget asks for. */
  void ratio(Ratio ratio) {
    ratios.add(ratio);
  }

  private Samples samples(Key key) {
    return Samples.of(
        values.getOrDefault(key, List.of()).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The figures. */
  List<Row> rows() {
    return order.stream()
        .map(key -> Row.of(key.situation(), key.subject(), key.metric(), key.unit(), samples(key)))
        .toList();
  }

  /** What the budgets ask for. */
  List<Ratio> ratios() {
    return List.copyOf(ratios);
  }

  /** What failed; empty if nothing did. */
  String failures() {
    return failures.isEmpty()
        ? ""
        : "; failed: " + String.join("; ", new LinkedHashSet<>(failures));
  }
}
