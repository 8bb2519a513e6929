package org.edos.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as people read them: the figures in aligned columns, then what the budgets ask for. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final int textColumns;

  private Table(int textColumns, String... heads) {
    this.textColumns = textColumns;
    rows.add(heads);
  }

  /** The lines of the results. */
  public static List<String> lines(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add(results.work());
    lines.add("");
    Table figures =
        new Table(3, "case", "subject", "metric", "median", "min", "max", "unit", "runs");
    for (Results.Row row : results.rows()) {
      figures.rows.add(
          new String[] {
            row.situation(),
            row.subject(),
            row.metric(),
            figure(row.median()),
            figure(row.min()),
            figure(row.max()),
            row.unit(),
            Integer.toString(row.runs())
          });
    }
    lines.addAll(figures.aligned());
    if (!results.ratios().isEmpty()) {
      lines.add("");
      lines.addAll(ratios(results).aligned());
    }
    return lines;
  }

  private static Table ratios(Results results) {
    Table ratios = new Table(2, "case", "budget", "value", "target", "aim", "met");
    for (Results.Ratio ratio : results.ratios()) {
      ratios.rows.add(
          new String[] {
            ratio.situation(),
            ratio.metric(),
            figure(ratio.value()),
            figure(ratio.target()),
            figure(ratio.aim()),
            ratio.met() ? "yes" : "NO"
          });
    }
    return ratios;
  }

  private List<String> aligned() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      String space = " ".repeat(widths[column] - row[column].length());
      line.append(column < textColumns ? row[column] + space : space + row[column]).append("  ");
    }
    return line.toString().stripTrailing();
  }

  /** Three digits that count, and whole numbers whole. */
  public static String figure(double value) {
    boolean whole = value == Math.rint(value);
    int decimals = whole ? 0 : Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 9);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
