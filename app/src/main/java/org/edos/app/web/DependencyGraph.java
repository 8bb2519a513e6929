package org.edos.app.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.dependency.Surroundings;
import org.edos.core.dependency.Surroundings.Choice;
import org.edos.core.dependency.Surroundings.Need;
import org.edos.core.unit.PackageId;

/**
 * A picture of a package between those that require it, on the left, and those that it asks for, on
 * the right. Measures are those of the picture.
 *
 * @param height of the picture; its width is {@value #WIDTH}
 * @param nodes the packages
 * @param edges between them
 */
public record DependencyGraph(int height, List<Node> nodes, List<Edge> edges) {
  /** Width of the picture. */
  public static final int WIDTH = 960;

  /** Width of a node. */
  public static final int NODE_WIDTH = 260;

  /** Height of a node. */
  public static final int NODE_HEIGHT = 44;

  private static final int ROW = 54;
  private static final int MIDDLE = (WIDTH - NODE_WIDTH) / 2;
  private static final int RIGHT = WIDTH - NODE_WIDTH;
  private static final int MOST_LEFT = 8;
  private static final int MOST_RIGHT = 12;
  private static final int MOST_WAYS = 3;
  private static final int TITLE = 30;
  private static final int NOTE = 36;

  /**
   * A package, or a word on what is not drawn.
   *
   * @param title its name
   * @param note a second line
   * @param link where one goes from it; empty for what is nowhere
   * @param kind how it looks: {@code this}, {@code needed}, {@code other}, {@code weak}, {@code
   *     missing}, {@code more}
   */
  public record Node(int x, int y, String title, String note, String link, String kind) {
    /** Its name as far as there is room. */
    public String shortTitle() {
      return Words.shortened(title, TITLE);
    }

    /** Its second line as far as there is room. */
    public String shortNote() {
      return Words.shortened(note, NOTE);
    }
  }

  /**
   * A line between two nodes.
   *
   * @param path as SVG writes it
   * @param kind as that of the node that it leads to
   */
  public record Edge(String path, String kind) {}

  /** A node that has no place yet. */
  private record Drawn(String title, String note, String link, String kind) {}

  static DependencyGraph of(PackageId id, Surroundings around) {
    List<Drawn> left = left(id, around);
    List<Drawn> right = right(around);
    int rows = Math.max(1, Math.max(left.size(), right.size()));
    int height = rows * ROW;
    int middle = (height - NODE_HEIGHT) / 2;
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    int y = top(left, height);
    for (Drawn one : left) {
      nodes.add(node(0, y, one));
      edges.add(edge(NODE_WIDTH, y, MIDDLE, middle, one.kind()));
      y += ROW;
    }
    nodes.add(new Node(MIDDLE, middle, id.name(), id.version(), "", "this"));
    y = top(right, height);
    for (Drawn one : right) {
      nodes.add(node(RIGHT, y, one));
      edges.add(edge(MIDDLE + NODE_WIDTH, middle, RIGHT, y, one.kind()));
      y += ROW;
    }
    return new DependencyGraph(height, nodes, edges);
  }

  private static int top(List<Drawn> column, int height) {
    return (height - column.size() * ROW + ROW - NODE_HEIGHT) / 2;
  }

  private static Node node(int x, int y, Drawn drawn) {
    return new Node(x, y, drawn.title(), drawn.note(), drawn.link(), drawn.kind());
  }

  private static Edge edge(int fromX, int fromY, int toX, int toY, String kind) {
    int half = NODE_HEIGHT / 2;
    int bend = (fromX + toX) / 2;
    return new Edge(
        "M%d %dC%d %d %d %d %d %d"
            .formatted(fromX, fromY + half, bend, fromY + half, bend, toY + half, toX, toY + half),
        kind);
  }

  private static List<Drawn> left(PackageId id, Surroundings around) {
    List<Drawn> column = new ArrayList<>();
    int all = around.needing().size();
    int shown = all <= MOST_LEFT ? all : MOST_LEFT - 1;
    around.needing().stream()
        .limit(shown)
        .forEach(other ->
            column.add(new Drawn(other.name(), other.version(), AroundView.page(other), "needed")));
    long more = all - shown + around.more();
    if (more > 0) {
      column.add(
          new Drawn(
              "and " + Words.number(more) + " more",
              "that may require it",
              UnitView.requiring(id.name()),
              "more"));
    }
    return column;
  }

  private static List<Drawn> right(Surroundings around) {
    List<Drawn> column = new ArrayList<>();
    Set<PackageId> drawn = new HashSet<>();
    List<Need> needs =
        Stream.concat(
                around.needs().stream().filter(Need::isRequired),
                around.needs().stream().filter(need -> !need.isRequired()))
            .toList();
    int passed = 0;
    for (Need need : needs) {
      List<Drawn> ways = ways(need, drawn);
      if (column.size() + ways.size() > MOST_RIGHT - 1) {
        break;
      }
      column.addAll(ways);
      passed++;
    }
    if (passed < needs.size()) {
      column.add(
          new Drawn(
              "and " + Words.number(needs.size() - passed) + " more",
              "in the list below",
              "#needs",
              "more"));
    }
    return column;
  }

  /** The packages for one need, each of which is drawn once; what is wished for is drawn weakly. */
  private static List<Drawn> ways(Need need, Set<PackageId> drawn) {
    String kind = need.isRequired() ? "needed" : "weak";
    String how = need.isRequired() ? "" : need.relation().kind().element() + " ";
    if (!need.isThere()) {
      String text = AroundView.text(need.relation());
      return List.of(
          need.isRequired()
              ? new Drawn(text, "no release has it", "", "missing")
              : new Drawn(text, how.strip() + ", no release has it", "", "weak"));
    }
    List<Drawn> ways = new ArrayList<>();
    for (Choice choice : need.choices()) {
      Optional<PackageId> first = choice.packages().stream().findFirst();
      if (first.isEmpty() || ways.size() == MOST_WAYS) {
        continue;
      }
      PackageId found = first.get();
      String note =
          found.name().equals(choice.capability().name())
              ? found.version()
              : "as " + choice.capability().name();
      boolean other = !ways.isEmpty();
      if (drawn.add(found) || other) {
        ways.add(
            new Drawn(
                found.name(),
                (other ? "or " : how) + note,
                AroundView.page(found),
                other ? "other" : kind));
      }
    }
    return ways;
  }
}
