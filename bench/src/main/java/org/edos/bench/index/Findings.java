package org.edos.bench.index;

import java.util.ArrayList;
import java.util.List;
import org.edos.bench.Results;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.edos.bench.Samples;

/** What was found so far, in the order in which it was. */
final class Findings {
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();

  void row(String situation, String subject, String metric, String unit, double value) {
    rows.add(Row.of(situation, subject, metric, unit, value));
  }

  void row(String situation, String subject, String metric, String unit, List<Double> values) {
    rows.add(Row.of(situation, subject, metric, unit, samples(values)));
  }

  void row(String situation, String subject, String metric, String unit, Samples values) {
    rows.add(Row.of(situation, subject, metric, unit, values));
  }

  void atMost(String situation, String metric, double value, double target, double aim) {
    ratios.add(Ratio.atMost(situation, metric, value, target, aim));
  }

  void atLeast(String situation, String metric, double value, double target, double aim) {
    ratios.add(Ratio.atLeast(situation, metric, value, target, aim));
  }

  Results results(String work) {
    return new Results(work, rows, ratios);
  }

  static Samples samples(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
