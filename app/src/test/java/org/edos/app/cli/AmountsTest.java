package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.edos.core.unit.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9996, 10.0 kB",
    "99960, 100 kB",
    "999499, 999 kB",
    "999500, 1.00 MB",
    "1234567, 1.23 MB",
    "45600000000, 45.6 GB",
    "9223372036854775807, 9.22 EB"
  })
  void sizesHaveThreeDigitsInDecimalUnits(long bytes, String text) {
    assertThat(ByteSize.text(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-3S, 0s",
    "PT0.9S, 0s",
    "PT45S, 45s",
    "PT125S, 2m 5s",
    "PT3H1M, 3h 1m",
    "PT76H, 3d 4h"
  })
  void timesShowTheirTwoLargestParts(Duration time, String text) {
    assertThat(Amounts.time(time)).isEqualTo(text);
  }

  @Test
  void countsAreGroupedAndAgreeWithTheirNoun() {
    assertThat(Amounts.count(1, "package")).isEqualTo("1 package");
    assertThat(Amounts.count(63_464, "package")).isEqualTo("63,464 packages");
  }

  @Test
  void momentsAreWrittenToTheMinute() {
    assertThat(Amounts.moment(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC))
        .isEqualTo("2026-02-03 04:05");
  }
}
