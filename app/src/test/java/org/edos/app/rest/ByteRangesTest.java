package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangesTest {
  @ParameterizedTest(name = "{0} of {1} bytes is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0          | 100 | 0-0
          bytes=0-99         | 100 | 0-99
          bytes=10-          | 100 | 10-99
          bytes=-1           | 100 | 99-99
          bytes=-1000        | 100 | 0-99
          bytes=90-1000      | 100 | 90-99
          BYTES=0-1          | 100 | 0-1
          bytes= 0-1 , 5-6   | 100 | 0-1 5-6
          bytes=0-1,,5-6     | 100 | 0-1 5-6
          bytes=5-6,0-1      | 100 | 5-6 0-1
          bytes=0-1,100-     | 100 | 0-1
          bytes=100-         | 100 | UNSATISFIABLE
          bytes=100-200,-0   | 100 | UNSATISFIABLE
          bytes=-0           | 100 | UNSATISFIABLE
          bytes=0-           | 0   | UNSATISFIABLE
          bytes=-5           | 0   | UNSATISFIABLE
          bytes=6-5          | 100 | WHOLE
          bytes=a-b          | 100 | WHOLE
          bytes=             | 100 | WHOLE
          bytes              | 100 | WHOLE
          lines=0-1          | 100 | WHOLE
          bytes=--1          | 100 | WHOLE
          bytes=0-1;5-6      | 100 | WHOLE
          bytes=0-,0-,0-     | 100 | WHOLE
          bytes=0-9999999999999999999 | 100 | WHOLE
          """)
  void aRangeHeaderIsReadAsTheRfcSays(String header, long size, String expected) {
    assertThat(shown(ByteRanges.parse(header, size))).isEqualTo(expected);
  }

  @org.junit.jupiter.api.Test
  void aHeaderOfVeryManyPartsIsIgnored() {
    String header = "bytes=" + "0-0,".repeat(2000) + "1-1";
    assertThat(ByteRanges.parse(header, 1_000_000).kind()).isEqualTo(ByteRanges.Kind.WHOLE);
  }

  private static String shown(ByteRanges ranges) {
    return ranges.kind() == ByteRanges.Kind.PARTS
        ? ranges.parts().stream()
            .map(p -> p.first() + "-" + p.last())
            .collect(Collectors.joining(" "))
        : ranges.kind().name();
  }
}
