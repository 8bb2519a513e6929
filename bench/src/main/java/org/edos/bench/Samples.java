package org.edos.bench;

import java.util.Arrays;

/** Values measured one after another. Immutable. */
public final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /** These values, at least one. */
  public static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The least. */
  public double min() {
    return sorted[0];
  }

  /** The greatest. */
  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The middle one, or the mean of the two in the middle. */
  public double median() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The least value that so many hundredths of all values do not exceed (nearest rank).
   *
   * @param hundredths above 0 and up to 100
   */
  public double percentile(double hundredths) {
    int rank = (int) Math.ceil(hundredths / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
