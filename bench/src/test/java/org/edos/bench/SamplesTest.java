package org.edos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void the_median_of_an_odd_number_of_values_is_the_middle_one() {
    assertThat(Samples.of(9, 1, 3).median()).isEqualTo(3);
  }

  @Test
  void the_median_of_an_even_number_of_values_is_the_mean_of_the_middle_two() {
    assertThat(Samples.of(9, 1, 3, 5).median()).isEqualTo(4);
  }

  @Test
  void the_99th_percentile_of_two_hundred_values_leaves_two_above_it() {
    Samples samples = Samples.of(IntStream.rangeClosed(1, 200).asDoubleStream().toArray());
    assertThat(samples.percentile(99)).isEqualTo(198);
  }
}
