package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Weakens expressions so that they hold wherever they would with other content of some elements
 * below the root: those elements may appear, disappear and hold anything but elements that are
 * named as a root is.
 */
final class Loosening {
  private static final Set<String> ROOTS = Set.of("package", "utility", "collection");

  private final Set<String> changing;

  private Loosening(Set<String> changing) {
    this.changing = changing;
  }

  /** The weaker path from the document, or nothing if it may lead anywhere. */
  static Optional<XPath.Path> path(XPath.Path path, Set<String> changing) {
    return new Loosening(changing).path(path);
  }

  /** What is left before the first step that may go into what changes. */
  private Optional<XPath.Path> path(XPath.Path path) {
    List<XPath.Step> steps = new ArrayList<>();
    for (XPath.Step step : path.steps()) {
      if (mayChange(step, path.absolute() && steps.isEmpty())) {
        break;
      }
      List<XPath> predicates = new ArrayList<>();
      boolean root = isRoot(step, path.absolute() && steps.isEmpty());
      step.predicates().forEach(part -> loose(part, root).ifPresent(predicates::add));
      steps.add(new XPath.Step(step.descendant(), step.axis(), step.name(), predicates));
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(new XPath.Path(path.absolute(), steps));
  }

  private static boolean isRoot(XPath.Step step, boolean first) {
    return step.axis() == XPath.Axis.ELEMENT
        && ((first && !step.descendant()) || ROOTS.contains(step.name()));
  }

  private boolean mayChange(XPath.Step step, boolean first) {
    if (isRoot(step, first)) {
      return false;
    }
    boolean any = step.axis() == XPath.Axis.ELEMENT && step.name().equals("*");
    boolean named = step.axis() == XPath.Axis.ELEMENT && changing.contains(step.name());
    return step.descendant() || any || named;
  }

  /**
   * A weaker expression, or nothing if it may hold anywhere.
   *
   * @param root whether it is said of the root element, whose text changes with what is in it
   */
  private Optional<XPath> loose(XPath expression, boolean root) {
    return switch (expression) {
      case XPath.And and -> {
        List<XPath> all = new ArrayList<>();
        and.all().forEach(part -> loose(part, root).ifPresent(all::add));
        yield all.size() < 2 ? all.stream().findFirst() : Optional.of(new XPath.And(all));
      }
      case XPath.Or or -> {
        List<XPath> any = new ArrayList<>();
        or.any().forEach(part -> loose(part, root).ifPresent(any::add));
        yield any.size() < or.any().size() ? Optional.empty() : Optional.of(new XPath.Or(any));
      }
      case XPath.Path path ->
          touches((XPath) path, root) ? path(path).map(loose -> loose) : Optional.of(path);
      case XPath.Not not -> touches(not, root) ? Optional.empty() : Optional.of(not);
      case XPath.Comparison said -> touches(said, root) ? Optional.empty() : Optional.of(said);
      case XPath.Contains said -> touches(said, root) ? Optional.empty() : Optional.of(said);
      case XPath.Versions said -> touches(said, root) ? Optional.empty() : Optional.of(said);
    };
  }

  /** Whether what changes may decide it. */
  private boolean touches(XPath expression, boolean root) {
    return switch (expression) {
      case XPath.And and -> and.all().stream().anyMatch(part -> touches(part, root));
      case XPath.Or or -> or.any().stream().anyMatch(part -> touches(part, root));
      case XPath.Not not -> touches(not.part(), root);
      case XPath.Contains said -> touches((XPath) said.path(), root);
      case XPath.Versions said -> touches((XPath) said.path(), root);
      case XPath.Comparison said -> touches(said.left(), root) || touches(said.right(), root);
      case XPath.Path path -> {
        boolean self = root && path.steps().get(0).axis() == XPath.Axis.SELF;
        yield self || path.steps().stream().anyMatch(this::touches);
      }
    };
  }

  private boolean touches(XPath.Operand operand, boolean root) {
    return operand instanceof XPath.Path path && touches((XPath) path, root);
  }

  private boolean touches(XPath.Step step) {
    return mayChange(step, false)
        || step.predicates().stream().anyMatch(part -> touches(part, isRoot(step, false)));
  }
}
