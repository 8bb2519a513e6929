package org.edos.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of text in aligned columns. The last column gives way when the rows would be wider than the
 * terminal; what stands before it is never cut, since people copy it. Used by one thread.
 */
final class TextTable {
  private static final int LEAST_LAST = 20;
  private static final String GAP = "  ";

  private final List<String> heads;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table with these column heads.
   *
   * @param heads a head that begins with {@code >} is of a column of numbers, aligned on the right
   */
  TextTable(String... heads) {
    this.right = new boolean[heads.length];
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      shown.add(right[i] ? heads[i].substring(1) : heads[i]);
    }
    this.heads = List.copyOf(shown);
  }

  /** Adds a row, a cell for each column; line ends in cells become spaces. */
  TextTable row(Object... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "the table has " + heads.size() + " columns, the row " + cells.length);
    }
    rows.add(
        Arrays.stream(cells).map(cell -> cell.toString().replaceAll("\\s+", " ").strip()).toList());
    return this;
  }

  /** Whether there are no rows. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The head and the rows, at most so many characters wide where the last column allows it. */
  List<String> lines(int width) {
    int[] widths = new int[heads.size()];
    Stream.concat(Stream.of(heads), rows.stream())
        .forEach(row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], columns(row.get(i)));
          }
        });
    int last = widths.length - 1;
    int before = Arrays.stream(widths, 0, last).sum() + GAP.length() * last;
    widths[last] = Math.min(widths[last], Math.max(LEAST_LAST, width - before));
    return Stream.concat(Stream.of(heads), rows.stream()).map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(row.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - columns(cell));
      line.append(i == 0 ? "" : GAP).append(right[i] ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String cell, int width) {
    if (columns(cell) <= width) {
      return cell;
    }
    return cell.substring(0, cell.offsetByCodePoints(0, width - 3)).stripTrailing() + "...";
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }
}
