package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAlignedAndNumbersStandOnTheRight() {
    TextTable table =
        new TextTable("ID", ">SIZE", "SUMMARY")
            .row("curl", "9 B", "a tool")
            .row("x", "10.0 MB", "y");

    assertThat(table.lines(80))
        .containsExactly("ID       SIZE  SUMMARY", "curl      9 B  a tool", "x     10.0 MB  y");
  }

  @Test
  void theLastColumnGivesWayAndTheOthersAreNeverCut() {
    String id = "pkg:deb/debian/" + "long".repeat(10);
    TextTable table = new TextTable("ID", "SUMMARY").row(id, "word ".repeat(30));

    assertThat(table.lines(80))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(table.lines(80).getLast()).startsWith(id).endsWith("...");
  }

  @Test
  void lineEndsInCellsBecomeSpaces() {
    assertThat(new TextTable("A").row("one\n two").lines(80)).containsExactly("A", "one two");
  }

  @Test
  void charactersOutsideTheBasicPlaneCountAsOneAndAreNotTornApart() {
    assertThat(new TextTable("A", "B").row("\uD83D\uDC27", "x").row("ab", "y").lines(80))
        .containsExactly("A   B", "\uD83D\uDC27   x", "ab  y");
    assertThat(new TextTable("A").row("\uD83D\uDC27".repeat(40)).lines(20).getLast())
        .isEqualTo("\uD83D\uDC27".repeat(17) + "...");
  }

  @Test
  void aRowOfAnotherLengthIsADefect() {
    TextTable table = new TextTable("A", "B");

    assertThatThrownBy(() -> table.row("x")).isInstanceOf(IllegalArgumentException.class);
  }
}
