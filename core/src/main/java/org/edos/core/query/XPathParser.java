package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/** Reads the XPath subset by recursive descent: path, or, and, comparison. */
final class XPathParser {
  private static final int MAX_STEPS = 64;
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\-]*");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final List<XPath.Relation> RELATIONS =
      List.of(
          XPath.Relation.UNEQUAL,
          XPath.Relation.AT_MOST,
          XPath.Relation.AT_LEAST,
          XPath.Relation.EQUAL,
          XPath.Relation.LESS,
          XPath.Relation.GREATER);
  private static final String FUNCTIONS =
      "contains(), starts-with(), not(), text() and " + XPath.Versions.FUNCTION + "()";

  private final String text;
  private int at;
  private int depth;

  XPathParser(String text) {
    this.text = text;
  }

  /** The whole text as an absolute path. */
  XPath.Path parse() {
    if (text.length() > Query.MAX_LENGTH) {
      throw EdosException.usage(
          "a query has at most " + Query.MAX_LENGTH + " characters, this one " + text.length());
    }
    skipSpace();
    if (!peek("/")) {
      throw error("a path from the document begins with / or //, such as /package[name='curl']");
    }
    XPath.Path path = path();
    if (at < text.length()) {
      throw error("nothing can follow here but / or [ and the end");
    }
    return path;
  }

  private XPath.Path path() {
    boolean absolute = peek("/");
    List<XPath.Step> steps = new ArrayList<>();
    if (!absolute) {
      steps.add(step(false, false));
    }
    while (peek("/")) {
      boolean descendant = take("//");
      if (!descendant) {
        take("/");
      }
      if (steps.size() == MAX_STEPS) {
        throw error("a path has at most " + MAX_STEPS + " steps");
      }
      steps.add(step(descendant, absolute && steps.isEmpty()));
    }
    return new XPath.Path(absolute, joined(steps));
  }

  /** Without the dots that lead nowhere: {@code ./a} is {@code a}. */
  private static List<XPath.Step> joined(List<XPath.Step> steps) {
    List<XPath.Step> joined = new ArrayList<>();
    for (XPath.Step step : steps) {
      if (!isDot(step) || steps.size() == 1) {
        joined.add(step);
      }
    }
    return joined.isEmpty() ? List.of(steps.get(0)) : joined;
  }

  private static boolean isDot(XPath.Step step) {
    return step.axis() == XPath.Axis.SELF && step.predicates().isEmpty();
  }

  private XPath.Step step(boolean descendant, boolean first) {
    skipSpace();
    int start = at;
    if (take("..")) {
      at = start;
      throw error("steps go down only; put the condition in a predicate of the step above");
    }
    XPath.Axis axis = XPath.Axis.ELEMENT;
    String name = "*";
    if (take(".")) {
      if (descendant || first) {
        at = start;
        throw error("a name or * is needed after / and //");
      }
      axis = XPath.Axis.SELF;
    } else if (take("@")) {
      axis = XPath.Axis.ATTRIBUTE;
      name = nameOrStar("an attribute's name");
    } else {
      name = nameOrStar("a step");
      if (peek("(")) {
        if (!name.equals("text")) {
          at = start;
          throw error("here can be a name, *, @name, text() or . and no function");
        }
        take("(");
        expect(")");
        axis = XPath.Axis.TEXT;
      }
    }
    return new XPath.Step(descendant, axis, name, predicates());
  }

  private List<XPath> predicates() {
    List<XPath> predicates = new ArrayList<>();
    while (peek("[")) {
      int start = at;
      take("[");
      predicates.add(nested(start, this::or));
      expect("]");
    }
    return predicates;
  }

  private String nameOrStar(String what) {
    skipSpace();
    if (take("*")) {
      return "*";
    }
    int start = at;
    String name = name();
    if (name.isEmpty()) {
      throw error(what + " is missing here");
    }
    if (peek(":")) {
      at = start;
      throw error("names have no prefix and axes are written short: name, @name, //name, .");
    }
    return name;
  }

  private String name() {
    Matcher matcher = NAME.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    String name = matcher.group();
    skipSpace();
    return name;
  }

  private XPath nested(int start, Supplier<XPath> content) {
    if (++depth > Query.MAX_DEPTH) {
      at = start;
      throw error("a query nests at most " + Query.MAX_DEPTH + " deep");
    }
    skipSpace();
    XPath read = content.get();
    depth--;
    return read;
  }

  private XPath or() {
    List<XPath> any = new ArrayList<>();
    do {
      XPath next = and();
      if (next instanceof XPath.Or inner) {
        any.addAll(inner.any());
      } else {
        any.add(next);
      }
    } while (keyword("or"));
    return any.size() == 1 ? any.get(0) : new XPath.Or(any);
  }

  private XPath and() {
    List<XPath> all = new ArrayList<>();
    do {
      XPath next = comparison();
      if (next instanceof XPath.And inner) {
        all.addAll(inner.all());
      } else {
        all.add(next);
      }
    } while (keyword("and"));
    return all.size() == 1 ? all.get(0) : new XPath.And(all);
  }

  private XPath comparison() {
    int start = at;
    if (peek("(")) {
      take("(");
      XPath inner = nested(start, this::or);
      expect(")");
      return inner;
    }
    if (function("not")) {
      XPath inner = nested(start, this::or);
      expect(")");
      return new XPath.Not(inner);
    }
    boolean starts = function("starts-with");
    if (starts || function("contains")) {
      return contains(start, starts);
    }
    if (function(XPath.Versions.FUNCTION)) {
      return versions(start);
    }
    XPath.Operand left = operand();
    int place = at;
    XPath.Relation relation = relation();
    if (relation == null) {
      if (left instanceof XPath.Path path) {
        return path;
      }
      throw error("a comparison is missing here: " + left + " alone says nothing");
    }
    return compared(left, relation, operand(), place);
  }

  private XPath compared(
      XPath.Operand left, XPath.Relation relation, XPath.Operand right, int place) {
    if (!(left instanceof XPath.Path) && !(right instanceof XPath.Path)) {
      at = place;
      throw error("one of the two sides has to be a path");
    }
    return left instanceof XPath.Path
        ? new XPath.Comparison(left, relation, right, place)
        : new XPath.Comparison(right, relation.reversed(), left, place);
  }

  private XPath.Operand operand() {
    skipSpace();
    if (peek("'") || peek("\"")) {
      return new XPath.Literal(literal());
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      return number(number);
    }
    return relativePath();
  }

  private XPath.Number number(Matcher number) {
    int start = at;
    at = number.end();
    if (NAME.matcher(text).region(at, text.length()).lookingAt()) {
      at = start;
      throw error("a number and a name need a space between them");
    }
    skipSpace();
    return new XPath.Number(Double.parseDouble(number.group()), number.group());
  }

  private XPath.Path relativePath() {
    if (peek("/")) {
      throw error("within [ ] a path begins at the step itself: name, @name, .//name or .");
    }
    int start = at;
    String name = name();
    if (!name.isEmpty() && peek("(") && !name.equals("text")) {
      at = start;
      throw error("there is no function " + name + "() here; functions are " + FUNCTIONS);
    }
    at = start;
    return path();
  }

  private XPath contains(int start, boolean starts) {
    XPath.Path path = onePath(starts ? "starts-with" : "contains");
    expect(",");
    String literal = argument();
    expect(")");
    refuseRelation(start);
    return new XPath.Contains(path, literal, starts);
  }

  private void refuseRelation(int start) {
    int place = at;
    if (relation() != null) {
      at = place;
      throw error("the function says yes or no, which cannot be compared; use not(...)");
    }
  }

  private XPath versions(int start) {
    XPath.Path path = onePath(XPath.Versions.FUNCTION);
    expect(",");
    String version = argument();
    expect(")");
    XPath.Relation relation = relation();
    if (relation == null) {
      throw error(XPath.Versions.FUNCTION + " gives -1, 0 or 1 to compare, such as >= 0");
    }
    int place = at;
    if (operand() instanceof XPath.Number number) {
      return new XPath.Versions(path, version, relation, number);
    }
    at = place;
    throw error("the order of versions, -1, 0 or 1, is compared with a number");
  }

  /** XPath refuses more than one node here, so only what leads to at most one is read. */
  private XPath.Path onePath(String function) {
    skipSpace();
    int start = at;
    XPath.Path path = relativePath();
    boolean single = true;
    for (int i = 0; i < path.steps().size(); i++) {
      single &= isSingle(path.steps().get(i), i);
    }
    if (!single) {
      at = start;
      throw error(
          function
              + "() takes one node and this may be several; write it as a predicate of the step,"
              + " such as files/file["
              + function
              + "(.,'x')]");
    }
    return path;
  }

  private static boolean isSingle(XPath.Step step, int place) {
    Field field = Field.names().get(step.name());
    return !step.descendant()
        && switch (step.axis()) {
          case SELF, TEXT -> true;
          case ATTRIBUTE -> !step.name().equals("*");
          case ELEMENT ->
              place == 0
                  && field != null
                  && field != Field.ID
                  && field != Field.KIND
                  && field.isSingle();
        };
  }

  private String argument() {
    skipSpace();
    if (!peek("'") && !peek("\"")) {
      throw error("a text in quotes is needed here");
    }
    return literal();
  }

  private String literal() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (true) {
      int end = text.indexOf(quote, at);
      if (end < 0) {
        at = start;
        throw error("this quote is not closed");
      }
      value.append(text, at, end);
      at = end + 1;
      if (at == text.length() || text.charAt(at) != quote) {
        skipSpace();
        return value.toString();
      }
      value.append(quote);
      at++;
    }
  }

  private XPath.@Nullable Relation relation() {
    for (XPath.Relation relation : RELATIONS) {
      if (peek("<<") || peek(">>")) {
        throw error("comparisons are = != < <= > >=");
      }
      if (take(relation.symbol())) {
        return relation;
      }
    }
    return null;
  }

  /** Moves behind a function's name and parenthesis. */
  private boolean function(String name) {
    int start = at;
    if (text.startsWith(name, at)) {
      at += name.length();
      skipSpace();
      if (take("(")) {
        return true;
      }
      at = start;
    }
    return false;
  }

  private boolean keyword(String word) {
    int start = at;
    if (name().equals(word)) {
      return true;
    }
    at = start;
    return false;
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw error("'" + symbol + "' is missing here");
    }
  }

  private boolean peek(String symbol) {
    return text.startsWith(symbol, at);
  }

  private boolean take(String symbol) {
    boolean here = peek(symbol);
    if (here) {
      at += symbol.length();
      skipSpace();
    }
    return here;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private EdosException error(String message) {
    return MarkedPlace.error(text, at, message);
  }
}
