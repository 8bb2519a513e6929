package org.edos.core.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the condition that posting lists can decide: a superset of what an expression of XPath
 * says, and often the same. Of an element that a document has once, each condition is decided by
 * itself; of several, lists cannot tell whether the same one satisfies two.
 */
final class XPathCompiler {
  private final String text;

  /**
   * For one expression.
   *
   * @param text what was read, for errors
   */
  XPathCompiler(String text) {
    this.text = text;
  }

  /** What is told of whether a path from the document leads to a node. */
  Approximation compile(XPath.Path path) {
    return exists(path.steps(), Place.DOCUMENT, this::nothing);
  }

  /** Where a path from the document leads. */
  static Set<Place> places(XPath.Path path) {
    Set<Place> places = Set.of(Place.DOCUMENT);
    for (XPath.Step step : path.steps()) {
      places = next(places, step);
    }
    return places;
  }

  private static Set<Place> next(Set<Place> places, XPath.Step step) {
    Set<Place> next = new LinkedHashSet<>();
    places.forEach(place -> next.addAll(place.step(step)));
    return next;
  }

  /** No further condition on the node. */
  private Approximation nothing(Place place) {
    return Approximation.TRUE;
  }

  /** Of whether a path leads to a node of which more holds. */
  private Approximation exists(
      List<XPath.Step> steps, Place from, Function<Place, Approximation> more) {
    XPath.Step step = steps.get(0);
    List<Approximation> any = new ArrayList<>();
    for (Place place : from.step(step)) {
      List<Approximation> all = new ArrayList<>();
      step.predicates().forEach(predicate -> all.add(holds(predicate, place)));
      all.add(
          steps.size() == 1
              ? more.apply(place)
              : exists(steps.subList(1, steps.size()), place, more));
      any.add(node(place, step, all));
    }
    return Approximation.or(any);
  }

  /** Of whether there is a node of which all this holds. */
  private Approximation node(Place place, XPath.Step step, List<Approximation> all) {
    List<Approximation> parts =
        new ArrayList<>(all.stream().filter(p -> !p.equals(Approximation.TRUE)).toList());
    boolean together = place.isSingle() || parts.size() < 2;
    if (step.axis() != XPath.Axis.SELF) {
      parts.add(0, place.existence(step));
    }
    boolean implied = !place.isSingle() && parts.size() == 2 && parts.get(1).exact();
    if (implied) {
      return parts.get(1);
    }
    Approximation told = Approximation.and(parts);
    return together ? told : Approximation.within(told.upper());
  }

  /** Of whether a document has a node of this place of which an expression holds. */
  private Approximation holds(XPath expression, Place place) {
    return switch (expression) {
      case XPath.Path path -> exists(path.steps(), place, this::nothing);
      case XPath.Comparison comparison -> comparison(comparison, place);
      case XPath.Contains contains when contains.text().isEmpty() -> Approximation.UNKNOWN;
      case XPath.Contains contains ->
          exists(contains.path().steps(), place, at -> contains(contains, at));
      case XPath.Versions versions ->
          exists(versions.path().steps(), place, at -> versions(versions, at));
      case XPath.And and -> {
        List<Approximation> all = new ArrayList<>();
        and.all().forEach(part -> all.add(holds(part, place)));
        Approximation told = Approximation.and(all);
        yield place.isSingle() ? told : Approximation.within(told.upper());
      }
      case XPath.Or or -> {
        List<Approximation> any = new ArrayList<>();
        or.any().forEach(part -> any.add(holds(part, place)));
        yield Approximation.or(any);
      }
      case XPath.Not not ->
          place.isSingle() ? holds(not.part(), place).not() : Approximation.UNKNOWN;
    };
  }

  private Approximation comparison(XPath.Comparison comparison, Place place) {
    if (!(comparison.left() instanceof XPath.Path left)) {
      throw new IllegalStateException("a comparison begins with its path");
    }
    return switch (comparison.right()) {
      case XPath.Path right ->
          Approximation.within(
              Query.and(
                  List.of(
                      exists(left.steps(), place, this::nothing).upper(),
                      exists(right.steps(), place, this::nothing).upper())));
      case XPath.Literal literal ->
          exists(
              left.steps(),
              place,
              at ->
                  at.isValue()
                      ? ValueCondition.text(at, comparison.relation(), literal.value())
                      : Approximation.UNKNOWN);
      case XPath.Number number -> {
        requireNumbers(comparison, left, place);
        yield exists(
            left.steps(),
            place,
            at ->
                at.isValue()
                    ? ValueCondition.number(at, comparison.relation(), number.value())
                    : Approximation.UNKNOWN);
      }
    };
  }

  /** XPath makes it an error to compare what is no number with one. */
  private void requireNumbers(XPath.Comparison comparison, XPath.Path path, Place from) {
    Set<Place> places = Set.of(from);
    for (XPath.Step step : path.steps()) {
      places = next(places, step);
    }
    boolean never =
        !places.isEmpty()
            && places.stream().allMatch(p -> p.isValue() && p.field().kind() != Field.Kind.NUMBER);
    if (never) {
      throw MarkedPlace.error(
          text,
          comparison.at(),
          "%s is no number; compare it with a text in quotes, and versions by %s(version,'1.2')"
              .formatted(path, XPath.Versions.FUNCTION));
    }
  }

  private static Approximation contains(XPath.Contains contains, Place at) {
    if (!at.isValue()) {
      return Approximation.UNKNOWN;
    }
    return Approximation.exactly(
        contains.start()
            ? new Query.StartsWith(at.field(), contains.text())
            : new Query.Within(at.field(), contains.text()));
  }

  private static Approximation versions(XPath.Versions versions, Place at) {
    return at.isValue() && at.field() == Field.VERSION
        ? ValueCondition.version(versions)
        : Approximation.UNKNOWN;
  }
}
