package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;

/**
 * Reads an expression: attributes joined by {@code and}, {@code or}, {@code not} in lower case and
 * parentheses; {@code not} binds tightest, then {@code and}. An attribute is one word or several,
 * or stands in quotes; {@code =} before it means it alone. Used once.
 *
 * @param <A> attributes of the kind
 */
final class ExpressionParser<A extends Attribute<A>> {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ATTRIBUTES = 256;
  private static final Set<String> OPERATORS = Set.of("and", "or", "not", "(", ")");

  private final Kind<A> kind;
  private final List<Token> tokens = new ArrayList<>();
  private int next;
  private int attributes;

  /**
   * A word, a parenthesis, {@code =} or a text in quotes.
   *
   * @param quoted whether it stood in quotes, and so is no operator
   */
  private record Token(String text, boolean quoted) {
    boolean isOperator() {
      return !quoted && OPERATORS.contains(text);
    }

    boolean is(String operator) {
      return !quoted && text.equals(operator);
    }
  }

  ExpressionParser(Kind<A> kind, String text) {
    this.kind = kind;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"') {
        at = quoted(text, at + 1);
      } else if (c == '(' || c == ')') {
        tokens.add(new Token(String.valueOf(c), false));
        at++;
      } else if (c == '=' && startsAttribute()) {
        tokens.add(new Token("=", false));
        at++;
      } else {
        at = word(text, at);
      }
    }
  }

  private boolean startsAttribute() {
    return tokens.isEmpty() || tokens.getLast().isOperator();
  }

  private int word(String text, int from) {
    int end = from;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && "()\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    tokens.add(new Token(text.substring(from, end), false));
    return end;
  }

  private int quoted(String text, int from) {
    StringBuilder value = new StringBuilder();
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        tokens.add(new Token(value.toString(), true));
        return at + 1;
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    throw malformed("a closing \" is missing");
  }

  Expression<A> parse() {
    Expression<A> expression = any(0);
    if (next < tokens.size()) {
      throw malformed("'" + tokens.get(next).text() + "' is one too many");
    }
    return expression;
  }

  private Expression<A> any(int depth) {
    List<Expression<A>> parts = new ArrayList<>(List.of(all(depth)));
    while (accept("or")) {
      parts.add(all(depth));
    }
    return Expression.any(parts);
  }

  private Expression<A> all(int depth) {
    List<Expression<A>> parts = new ArrayList<>(List.of(not(depth)));
    while (accept("and")) {
      parts.add(not(depth));
    }
    return Expression.all(parts);
  }

  private Expression<A> not(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("not and parentheses go " + MAX_DEPTH + " deep at most");
    }
    if (accept("not")) {
      return Expression.not(not(depth + 1));
    }
    if (!accept("(")) {
      return attribute();
    }
    Expression<A> inner = any(depth + 1);
    if (!accept(")")) {
      throw malformed("a ) is missing");
    }
    return inner;
  }

  private Expression<A> attribute() {
    if (++attributes > MAX_ATTRIBUTES) {
      throw malformed("it has more than " + MAX_ATTRIBUTES + " attributes");
    }
    boolean itself = accept("=");
    int first = next;
    while (next < tokens.size() && !tokens.get(next).isOperator()) {
      next++;
    }
    List<Token> words = tokens.subList(first, next);
    if (words.isEmpty()) {
      throw malformed(
          "a "
              + kind
              + " is missing"
              + (next < tokens.size()
                  ? " before '" + tokens.get(next).text() + "'"
                  : " at its end"));
    }
    if (words.size() == 1 && words.getFirst().is(Expression.UNKNOWN) && !itself) {
      return new Expression.Unknown<>();
    }
    A attribute = kind.parse(String.join(" ", words.stream().map(Token::text).toList()));
    return itself ? new Expression.Itself<>(attribute) : new Expression.Wanted<>(attribute);
  }

  private boolean accept(String operator) {
    boolean is = next < tokens.size() && tokens.get(next).is(operator);
    next += is ? 1 : 0;
    return is;
  }

  private EdosException malformed(String why) {
    return EdosException.usage(
        "the expression of %s is malformed: %s; write for example %s: A and not (B or C)"
            .formatted(kind, why, kind));
  }
}
