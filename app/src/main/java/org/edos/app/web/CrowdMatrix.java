package org.edos.app.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.PeerId;

/**
 * A picture of who is in which cluster: a row for each peer, a column for each cluster, the largest
 * first, below a bar that shows its size; the cells of a row are filled as far as the peer has
 * come. A row is one path, so that a large crowd is drawn anew cheaply.
 *
 * @param width in pixels
 * @param height in pixels
 * @param sizes the outline of the bars of the clusters' sizes
 * @param rows by the peers' ids, at most {@value #MOST_ROWS}
 * @param marks every fifth cluster's number, at its column
 * @param hiddenPeers how many rows are left out
 * @param hiddenClusters how many columns are left out, the smallest
 */
public record CrowdMatrix(
    int width,
    int height,
    String sizes,
    List<Row> rows,
    List<Mark> marks,
    int hiddenPeers,
    int hiddenClusters) {
  private static final int MOST_ROWS = 100;
  private static final int MOST_COLUMNS = 150;
  private static final int CELL = 12;
  private static final int STEP = 14;
  private static final int LEFT = 80;
  private static final int BARS = 46;
  private static final int TOP = 66;
  private static final int EVERY = 5;

  /**
   * A peer.
   *
   * @param peer its id, shortened
   * @param y of its cells' upper edge
   * @param cells the outline of its cells
   * @param filled the outline of what of them is here
   * @param clusters the numbers of its clusters, for those who cannot see the picture
   */
  public record Row(String peer, int y, String cells, String filled, String clusters) {}

  /**
   * A column's number.
   *
   * @param x of its middle
   */
  public record Mark(String text, int x) {}

  /**
   * Draws it.
   *
   * @param percent how far each peer has come, of those that are known
   */
  static CrowdMatrix of(CrowdDetail detail, Map<PeerId, Long> percent) {
    List<CrowdDetail.Swarm> columns =
        detail.clusters().stream()
            .sorted(
                Comparator.comparingLong(CrowdDetail.Swarm::bytes)
                    .reversed()
                    .thenComparing(CrowdDetail.Swarm::number))
            .limit(MOST_COLUMNS)
            .toList();
    TreeMap<PeerId, List<Integer>> all = new TreeMap<>();
    for (int column = 0; column < columns.size(); column++) {
      for (PeerId peer : columns.get(column).members()) {
        all.computeIfAbsent(peer, none -> new ArrayList<>()).add(column);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<PeerId, List<Integer>> entry : all.entrySet()) {
      if (rows.size() < MOST_ROWS) {
        long done = percent.getOrDefault(entry.getKey(), 0L);
        rows.add(row(rows.size(), entry.getKey(), entry.getValue(), columns, done));
      }
    }
    List<Mark> marks = new ArrayList<>();
    for (int column = 0; column < columns.size(); column += EVERY) {
      marks.add(
          new Mark(
              Integer.toString(columns.get(column).number()), LEFT + STEP * column + CELL / 2));
    }
    return new CrowdMatrix(
        LEFT + STEP * Math.max(1, columns.size()) + 2,
        TOP + STEP * rows.size() + 2,
        bars(columns),
        rows,
        marks,
        all.size() - rows.size(),
        detail.clusters().size() - columns.size());
  }

  private static Row row(
      int number, PeerId peer, List<Integer> its, List<CrowdDetail.Swarm> columns, long percent) {
    int y = TOP + STEP * number;
    double filled = CELL * percent / 100.0;
    StringBuilder cells = new StringBuilder();
    StringBuilder fill = new StringBuilder();
    StringBuilder clusters = new StringBuilder();
    for (int column : its) {
      int x = LEFT + STEP * column;
      box(cells, x, y, CELL);
      if (filled > 0) {
        box(fill, x, y + CELL - filled, filled);
      }
      clusters.append(clusters.isEmpty() ? "" : ", ").append(columns.get(column).number());
    }
    return new Row(
        peer.value().substring(0, Math.min(8, peer.value().length())),
        y,
        cells.toString(),
        fill.toString(),
        clusters.toString());
  }

  private static String bars(List<CrowdDetail.Swarm> columns) {
    StringBuilder bars = new StringBuilder();
    long largest = columns.stream().mapToLong(CrowdDetail.Swarm::bytes).max().orElse(0);
    for (int column = 0; column < columns.size(); column++) {
      double part = largest == 0 ? 0 : (double) columns.get(column).bytes() / largest;
      double height = Math.max(1, BARS * Math.sqrt(part));
      box(bars, LEFT + STEP * column, BARS - height, height);
    }
    return bars.toString();
  }

  private static void box(StringBuilder path, int x, double y, double height) {
    path.append('M').append(x).append(' ');
    number(path, y).append('h').append(CELL).append('v');
    number(path, height).append("h-").append(CELL).append('z');
  }

  /** With one decimal, unless that is nought. */
  private static StringBuilder number(StringBuilder path, double number) {
    long tenths = Math.round(number * 10);
    path.append(tenths / 10);
    return tenths % 10 == 0 ? path : path.append('.').append(tenths % 10);
  }

  /** Where the clusters' numbers stand. */
  public int markY() {
    return TOP - 6;
  }
}
