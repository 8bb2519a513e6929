package org.edos.core.query;

import java.util.HashSet;
import java.util.Set;

/** The names of the elements whose content an expression speaks of. */
final class NamesIn {
  private final Set<String> names = new HashSet<>();

  private NamesIn() {}

  /** Those of a path; {@code *} where it may be any. */
  static Set<String> path(XPath.Path path) {
    NamesIn found = new NamesIn();
    found.add((XPath) path);
    return found.names;
  }

  private void add(XPath expression) {
    switch (expression) {
      case XPath.Path path -> path.steps().forEach(this::add);
      case XPath.And and -> and.all().forEach(this::add);
      case XPath.Or or -> or.any().forEach(this::add);
      case XPath.Not not -> add(not.part());
      case XPath.Contains contains -> add((XPath) contains.path());
      case XPath.Versions versions -> add((XPath) versions.path());
      case XPath.Comparison comparison -> {
        add(comparison.left());
        add(comparison.right());
      }
    }
  }

  private void add(XPath.Operand operand) {
    if (operand instanceof XPath.Path path) {
      add((XPath) path);
    }
  }

  private void add(XPath.Step step) {
    boolean anywhere =
        step.axis() == XPath.Axis.SELF || (step.descendant() && step.axis() != XPath.Axis.ELEMENT);
    if (anywhere) {
      names.add("*");
    } else if (step.axis() == XPath.Axis.ELEMENT) {
      names.add(step.name());
    }
    step.predicates().forEach(this::add);
  }
}
