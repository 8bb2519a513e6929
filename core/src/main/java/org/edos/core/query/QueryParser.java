package org.edos.core.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/** Reads the simple language by recursive descent: or, and, not, primary. */
final class QueryParser {
  private static final Pattern FIELD =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]*)(:|<=|>=|==|\\*=|\\^=|<|>|=)");

  private static final Set<String> EXACT = Set.of("==", "*=", "^=");

  private final String text;
  private int at;
  private int depth;

  QueryParser(String text) {
    this.text = text;
  }

  Query parse() {
    if (text.length() > Query.MAX_LENGTH) {
      throw EdosException.usage(
          "a query has at most " + Query.MAX_LENGTH + " characters, this one " + text.length());
    }
    skipSpace();
    if (at == text.length()) {
      return new Query.All();
    }
    Query query = or();
    if (at < text.length()) {
      throw error("nothing opens this parenthesis");
    }
    return query;
  }

  static String quoteIfNeeded(String value, boolean prefix) {
    boolean plain =
        value.chars().noneMatch(QueryParser::ends)
            && !value.contains("\\")
            && (prefix || !value.isEmpty());
    return plain ? value : quoted(value);
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Query or() {
    List<Query> any = new ArrayList<>();
    do {
      Query next = and();
      if (next instanceof Query.Or inner) {
        any.addAll(inner.any());
      } else {
        any.add(next);
      }
    } while (keyword("OR"));
    return any.size() == 1 ? any.get(0) : new Query.Or(any);
  }

  private Query and() {
    List<Query> all = new ArrayList<>();
    do {
      keyword("AND");
      Query next = not();
      if (next instanceof Query.And inner) {
        all.addAll(inner.all());
      } else {
        all.add(next);
      }
    } while (at < text.length() && text.charAt(at) != ')' && !peekKeyword("OR"));
    return all.size() == 1 ? all.get(0) : new Query.And(all);
  }

  private Query not() {
    if (!peekKeyword("NOT")) {
      return primary();
    }
    int start = at;
    keyword("NOT");
    deeper(start);
    Query query = new Query.Not(not());
    depth--;
    return query;
  }

  private Query primary() {
    if (at == text.length()) {
      throw error("something to look for is missing here");
    }
    if (text.charAt(at) == '(') {
      return parentheses();
    }
    if (text.charAt(at) == ')' || peekKeyword("AND") || peekKeyword("OR")) {
      throw error("something to look for is missing before this");
    }
    Matcher field = FIELD.matcher(text).region(at, text.length());
    return field.lookingAt() ? fieldQuery(field) : textQuery();
  }

  private Query parentheses() {
    int start = at;
    deeper(start);
    at++;
    skipSpace();
    Query query = or();
    if (at == text.length()) {
      at = start;
      throw error("this parenthesis is not closed");
    }
    at++;
    skipSpace();
    depth--;
    return query;
  }

  private void deeper(int start) {
    if (++depth > Query.MAX_DEPTH) {
      at = start;
      throw error("a query nests at most " + Query.MAX_DEPTH + " deep");
    }
  }

  private Query textQuery() {
    int start = at;
    Value value = value();
    skipSpace();
    if (value.text().isEmpty() && value.prefix()) {
      return new Query.All();
    }
    return new Query.Text(wordsAt(start, value), value.prefix());
  }

  private Query fieldQuery(Matcher matcher) {
    int start = at;
    Optional<Field> field = Field.of(Words.fold(matcher.group(1)));
    if (field.isEmpty()) {
      throw error(
          "there is no field '%s' (put the text in quotes to look for the words; fields are %s)"
              .formatted(
                  matcher.group(1),
                  Arrays.stream(Field.values())
                      .map(Field::toString)
                      .collect(Collectors.joining(" "))));
    }
    at = matcher.end();
    Query query = condition(field.get(), matcher.group(2), start);
    skipSpace();
    return query;
  }

  private Query condition(Field field, String symbol, int start) {
    int valueStart = at;
    Value value = value();
    boolean quoted = at > valueStart && text.charAt(valueStart) == '"';
    if (symbol.equals("^=") && quoted && value.text().isEmpty()) {
      return new Query.Exists(field);
    }
    if (value.text().isEmpty() && !value.prefix()) {
      at = valueStart;
      throw error("a value is missing here");
    }
    if (EXACT.contains(symbol)) {
      return exact(field, symbol, value, valueStart);
    }
    boolean equality = symbol.equals(":") || symbol.equals("=");
    return switch (field.kind()) {
      case NUMBER, DATE -> compare(field, symbol, value, valueStart);
      case VERSION ->
          equality ? has(field, value, valueStart) : compare(field, symbol, value, valueStart);
      case WHOLE, TOKENS, TEXT -> {
        if (!equality) {
          at = start + field.toString().length();
          throw error("only sizes, dates and versions can be compared by " + symbol);
        }
        yield has(field, value, valueStart);
      }
    };
  }

  /** What is compared case and all; an empty value has no element, so there is none to look for. */
  private Query exact(Field field, String symbol, Value value, int start) {
    if (value.prefix()) {
      at = start;
      throw error("after " + symbol + " a value stands for itself and cannot end in *");
    }
    return switch (symbol) {
      case "==" -> new Query.Is(field, value.text());
      case "*=" -> new Query.Within(field, value.text());
      default -> new Query.StartsWith(field, value.text());
    };
  }

  private Query has(Field field, Value value, int start) {
    String folded = field.kind() == Field.Kind.VERSION ? value.text() : Words.fold(value.text());
    if (folded.length() > IndexTerm.MAX_VALUE) {
      at = start;
      throw error("a value has at most " + IndexTerm.MAX_VALUE + " characters");
    }
    if (field.kind() == Field.Kind.TEXT && !(value.text().isEmpty() && value.prefix())) {
      return new Query.Has(field, String.join(" ", wordsAt(start, value)), value.prefix());
    }
    return new Query.Has(field, folded, value.prefix());
  }

  private Query compare(Field field, String symbol, Value value, int start) {
    Query.Operator operator =
        Arrays.stream(Query.Operator.values())
            .filter(o -> o.symbol().equals(symbol))
            .findFirst()
            .orElse(Query.Operator.EQUAL);
    if (value.prefix()) {
      at = start;
      throw error("a " + field + " to compare with cannot end in *");
    }
    if (field.kind() != Field.Kind.VERSION) {
      try {
        Interval.parse(field, value.text());
      } catch (EdosException e) {
        at = start;
        throw error(String.valueOf(e.getMessage()));
      }
    }
    return new Query.Compare(field, operator, value.text());
  }

  private List<String> wordsAt(int start, Value value) {
    List<String> words = Words.of(value.text());
    if (words.isEmpty()) {
      at = start;
      throw error("there is no letter or digit to look for here");
    }
    return words;
  }

  private record Value(String text, boolean prefix) {}

  /** A quoted or plain value, and whether a star follows it. */
  private Value value() {
    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
    boolean prefix = at < text.length() && text.charAt(at) == '*';
    if (prefix) {
      at++;
    }
    if (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && "()".indexOf(text.charAt(at)) < 0) {
      throw error(
          prefix
              ? "a * stands only at the end of a word"
              : "a space is missing here, or the value needs quotes");
    }
    return new Value(value, prefix);
  }

  private String plain() {
    int start = at;
    while (at < text.length() && !ends(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Whether a plain value ends before this character. */
  private static boolean ends(int character) {
    return Character.isWhitespace(character) || "()\"*".indexOf(character) >= 0;
  }

  private String quoted() {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      at = start;
      throw error("this quote is not closed");
    }
    at++;
    return value.toString();
  }

  private boolean peekKeyword(String word) {
    int end = at + word.length();
    return text.startsWith(word, at)
        && (end == text.length()
            || Character.isWhitespace(text.charAt(end))
            || "()".indexOf(text.charAt(end)) >= 0);
  }

  private boolean keyword(String word) {
    boolean here = peekKeyword(word);
    if (here) {
      at += word.length();
      skipSpace();
    }
    return here;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private EdosException error(String message) {
    return MarkedPlace.error(text, at, message);
  }
}
