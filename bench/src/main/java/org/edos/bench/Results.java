package org.edos.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What a measurement found.
 *
 * @param work what was measured, with all amounts that decide the figures
 * @param rows the figures
 * @param ratios what the budgets ask for
 */
public record Results(String work, List<Row> rows, List<Ratio> ratios) {
  /** Copies the lists. */
  public Results {
    rows = List.copyOf(rows);
    ratios = List.copyOf(ratios);
  }

  /**
   * A figure.
   *
   * @param situation what was done
   * @param subject who did it: Edos or a rival
   * @param metric what was measured
   * @param unit of the values
   * @param runs how many values there are
   */
  @JsonPropertyOrder({"case", "subject", "metric", "unit", "median", "min", "max", "runs"})
  public record Row(
      @JsonProperty("case") String situation,
      String subject,
      String metric,
      String unit,
      double median,
      double min,
      double max,
      int runs) {
    /** A figure of these values. */
    public static Row of(
        String situation, String subject, String metric, String unit, Samples samples) {
      return new Row(
          situation,
          subject,
          metric,
          unit,
          samples.median(),
          samples.min(),
          samples.max(),
          samples.count());
    }

    /** A figure of one value. */
    public static Row of(
        String situation, String subject, String metric, String unit, double value) {
      return of(situation, subject, metric, unit, Samples.of(value));
    }
  }

  /**
   * What a budget asks for.
   *
   * @param situation what was done
   * @param metric what was measured; it names both sides of a ratio
   * @param value measured
   * @param target what the budget demands
   * @param aim what the budget hopes for
   * @param met whether the target is met
   */
  @JsonPropertyOrder({"case", "metric", "value", "target", "aim", "met"})
  public record Ratio(
      @JsonProperty("case") String situation,
      String metric,
      double value,
      double target,
      double aim,
      boolean met) {
    /** A value that is to be at most the target. */
    public static Ratio atMost(
        String situation, String metric, double value, double target, double aim) {
      return new Ratio(situation, metric, value, target, aim, value <= target);
    }

    /** A value that is to be at least the target. */
    public static Ratio atLeast(
        String situation, String metric, double value, double target, double aim) {
      return new Ratio(situation, metric, value, target, aim, value >= target);
    }
  }
}
