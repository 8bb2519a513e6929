package org.edos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.edos.bench.Results.Ratio;
import org.edos.bench.Results.Row;
import org.junit.jupiter.api.Test;

final class ResultsTest {
  private static final Results RESULTS =
      new Results(
          "two loads",
          List.of(Row.of("load", "edos", "time", "s", Samples.of(1, 2.5, 3))),
          List.of(Ratio.atMost("load", "edos / rival", 1.2, 1.15, 1.05)));

  @Test
  void the_written_form_has_the_names_of_the_design() {
    assertThat(
            ResultsJson.write("load", LocalDate.of(2026, 1, 2), "2 cores", RESULTS)
                .replaceAll("\\s+", ""))
        .isEqualTo(
            """
            {"bench":"load","date":"2026-01-02","machine":"2cores","work":"twoloads",
            "rows":[{"case":"load","subject":"edos","metric":"time","unit":"s","median":2.5,"min":1.0,"max":3.0,"runs":3}],
            "ratios":[{"case":"load","metric":"edos/rival","value":1.2,"target":1.15,"aim":1.05,"met":false}]}
            """
                .replaceAll("\\s+", ""));
  }

  @Test
  void a_table_aligns_its_columns_and_says_which_budgets_are_missed() {
    assertThat(Table.lines(RESULTS))
        .containsExactly(
            "two loads",
            "",
            "case  subject  metric  median  min  max  unit  runs",
            "load  edos     time      2.50    1    3     s     3",
            "",
            "case  budget        value  target   aim  met",
            "load  edos / rival   1.20    1.15  1.05   NO");
  }

  @Test
  void figures_show_three_digits_that_count_and_whole_numbers_whole() {
    assertThat(
            List.of(
                Table.figure(1234.6),
                Table.figure(12.345),
                Table.figure(0.00045678),
                Table.figure(7)))
        .containsExactly("1235", "12.3", "0.000457", "7");
  }

  @Test
  void a_budget_is_met_at_its_target() {
    assertThat(Ratio.atMost("load", "time", 1.15, 1.15, 1).met()).isTrue();
    assertThat(Ratio.atLeast("load", "rate", 2, 2, 3).met()).isTrue();
    assertThat(Ratio.atLeast("load", "rate", 1.9, 2, 3).met()).isFalse();
  }
}
