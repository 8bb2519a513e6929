package org.edos.app.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.core.dependency.Surroundings;
import org.edos.core.dependency.Surroundings.Choice;
import org.edos.core.dependency.Surroundings.Need;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;

/**
 * What stands around a package, as lists and as a picture.
 *
 * @param needs what it asks for, by how it does
 * @param needing who requires it
 * @param more how many more may
 * @param searchNeeding the search for all of them
 * @param graph the picture; its nodes lead to the packages' pages
 */
public record AroundView(
    List<Needs> needs,
    List<UnitView.Link> needing,
    long more,
    String searchNeeding,
    DependencyGraph graph) {
  /**
   * What a package asks for in one way.
   *
   * @param kind {@code requires} and so on
   */
  public record Needs(String kind, List<Line> lines) {}

  /**
   * Something that it asks for.
   *
   * @param ways any of which is enough
   * @param isMissing whether no release has any
   */
  public record Line(List<Way> ways, boolean isMissing) {}

  /**
   * A way to have it.
   *
   * @param text the capability that is asked for
   * @param search for whatever is that
   * @param packages that are, as far as is worth while
   * @param more how many more are
   */
  public record Way(String text, String search, List<UnitView.Link> packages, int more) {}

  private static final int MOST_PACKAGES = 5;

  static AroundView of(PackageId id, Surroundings around) {
    Map<Relation.Kind, List<Line>> lines = new LinkedHashMap<>();
    for (Need need : around.needs()) {
      lines
          .computeIfAbsent(need.relation().kind(), kind -> new ArrayList<>())
          .add(new Line(need.choices().stream().map(AroundView::way).toList(), !need.isThere()));
    }
    return new AroundView(
        lines.entrySet().stream()
            .map(entry -> new Needs(entry.getKey().element(), entry.getValue()))
            .toList(),
        around.needing().stream().map(other -> link(other, id)).toList(),
        around.more(),
        UnitView.requiring(id.name()),
        DependencyGraph.of(id, around));
  }

  private static Way way(Choice choice) {
    Capability wanted = choice.capability();
    List<UnitView.Link> packages =
        choice.packages().stream()
            .limit(MOST_PACKAGES)
            .map(found -> new UnitView.Link(text(found, wanted.name()), page(found)))
            .toList();
    return new Way(
        wanted.toString(),
        UnitView.being(wanted.name()),
        packages,
        choice.packages().size() - packages.size());
  }

  private static String text(PackageId found, String wanted) {
    return found.name().equals(wanted) ? found.version() : found.name() + " " + found.version();
  }

  private static UnitView.Link link(PackageId other, PackageId id) {
    String architecture =
        other.architecture().equals(id.architecture()) ? "" : " (" + other.architecture() + ")";
    return new UnitView.Link(other.name() + " " + other.version() + architecture, page(other));
  }

  static String page(PackageId id) {
    return "/unit?id=" + Words.encoded(id);
  }

  /** All that is asked for in a relation, as text. */
  static String text(Relation relation) {
    return relation.alternatives().stream()
        .map(Capability::toString)
        .collect(Collectors.joining(" or "));
  }
}
