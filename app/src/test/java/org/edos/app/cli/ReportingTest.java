package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.edos.core.EdosException.Category;
import org.junit.jupiter.api.Test;

class ReportingTest {
  @Test
  void exitCodesAreThoseThatScriptsDependOn() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(
            List.of(
                Category.USAGE,
                Category.NOT_FOUND,
                Category.REFUSED,
                Category.EXHAUSTED,
                Category.EXTERNAL))
        .extracting(category -> ExitCode.of(category).number())
        .containsExactly(2, 3, 4, 1, 1);
  }

  @Test
  void charactersThatATerminalWouldObeyAreNotPrinted() {
    assertThat(Reporting.printable("a\u001b[31mb\u202ec\td\ne")).isEqualTo("a?[31mb?c\td\ne");
  }

  @Test
  void argumentsThatWerePhrasesGetTheirQuotesBack() {
    assertThat(QueryCommand.joined(List.of("web server", "arch:amd64")))
        .isEqualTo("\"web server\" arch:amd64");
    assertThat(QueryCommand.joined(List.of("web server"))).isEqualTo("web server");
    assertThat(QueryCommand.joined(List.of("size<1MB arch:all", "x")))
        .isEqualTo("size<1MB arch:all x");
  }
}
