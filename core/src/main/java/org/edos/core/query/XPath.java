package org.edos.core.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression of the XPath subset. Its text is never longer than what it was read from.
 *
 * <p>Semantics are those of XPath 3.1 over untyped documents.
 */
sealed interface XPath {
  /** A value to compare: a path's nodes, a text or a number. */
  sealed interface Operand {}

  /** A path, which holds if it leads to a node. */
  record Path(boolean absolute, List<Step> steps) implements XPath, Operand {
    public Path {
      steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (Step step : steps) {
        boolean first = text.isEmpty();
        if (step.descendant()) {
          text.append(first && !absolute ? ".//" : "//");
        } else if (!first || absolute) {
          text.append('/');
        }
        text.append(step);
      }
      return text.toString();
    }
  }

  /** What a step goes to. */
  enum Axis {
    /** Child elements. */
    ELEMENT,
    ATTRIBUTE,
    /** Child texts. */
    TEXT,
    SELF
  }

  /**
   * One step.
   *
   * @param descendant whether it begins at the node and all below it, {@code //}
   * @param axis what it goes to
   * @param name that it must have, or {@code *}; no matter for texts and self
   * @param predicates that must hold
   */
  record Step(boolean descendant, Axis axis, String name, List<XPath> predicates) {
    public Step {
      predicates = List.copyOf(predicates);
    }

    @Override
    public String toString() {
      String test =
          switch (axis) {
            case ELEMENT -> name;
            case ATTRIBUTE -> "@" + name;
            case TEXT -> "text()";
            case SELF -> ".";
          };
      return test + predicates.stream().map(p -> "[" + p + "]").collect(Collectors.joining());
    }
  }

  /** A text. */
  record Literal(String value) implements Operand {
    @Override
    public String toString() {
      return quoted(value);
    }
  }

  /** A number, and how it was written. */
  record Number(double value, String written) implements Operand {
    @Override
    public String toString() {
      return written;
    }
  }

  /** One of the left values lies so to one of the right. */
  record Comparison(Operand left, Relation relation, Operand right, int at) implements XPath {
    @Override
    public String toString() {
      return left + relation.symbol() + right;
    }
  }

  /** The first node's text has this in it, or begins with it. */
  record Contains(Path path, String text, boolean start) implements XPath {
    @Override
    public String toString() {
      return (start ? "starts-with(" : "contains(") + path + "," + quoted(text) + ")";
    }
  }

  /** The order of a version and another, -1, 0 or 1, lies so to a number. */
  record Versions(Path path, String version, Relation relation, Number number) implements XPath {
    /** The function's name. */
    static final String FUNCTION = "edos:compare-versions";

    @Override
    public String toString() {
      return FUNCTION + "(" + path + "," + quoted(version) + ")" + relation.symbol() + number;
    }
  }

  /** All of these hold. */
  record And(List<XPath> all) implements XPath {
    public And {
      all = List.copyOf(all);
    }

    @Override
    public String toString() {
      return all.stream()
          .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" and "));
    }
  }

  /** One of these holds. */
  record Or(List<XPath> any) implements XPath {
    public Or {
      any = List.copyOf(any);
    }

    @Override
    public String toString() {
      return any.stream().map(XPath::toString).collect(Collectors.joining(" or "));
    }
  }

  /** This does not hold. */
  record Not(XPath part) implements XPath {
    @Override
    public String toString() {
      return "not(" + part + ")";
    }
  }

  /** How two values lie to one another. */
  enum Relation {
    EQUAL("="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    /** The same with the sides changed. */
    Relation reversed() {
      return switch (this) {
        case EQUAL -> EQUAL;
        case UNEQUAL -> UNEQUAL;
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }

    /** Whether it holds for values that compare so: negative, 0 or positive. */
    boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case UNEQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case GREATER -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
      };
    }

    /** Whether it holds for numbers; what is no number is unequal to all and nothing else. */
    boolean holds(double left, double right) {
      return switch (this) {
        case EQUAL -> left == right;
        case UNEQUAL -> left != right;
        case LESS -> left < right;
        case AT_MOST -> left <= right;
        case GREATER -> left > right;
        case AT_LEAST -> left >= right;
      };
    }
  }

  private static String quoted(String text) {
    boolean single =
        text.chars().filter(c -> c == '\'').count() <= text.chars().filter(c -> c == '"').count();
    String quote = single ? "'" : "\"";
    return quote + text.replace(quote, quote + quote) + quote;
  }
}
