package org.edos.core.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/**
 * What to look for in the metadata: a condition on one document. Immutable. {@link #toString()}
 * gives the canonical text, which {@link #parse(String)} reads back to an equal query.
 */
public sealed interface Query {
  /** Longest query text, in characters. */
  int MAX_LENGTH = 4096;

  /** Deepest nesting of parentheses and NOT. */
  int MAX_DEPTH = 32;

  /** No document. */
  Query NONE = new Not(new All());

  /** Every document. */
  record All() implements Query {
    @Override
    public String toString() {
      return "*";
    }
  }

  /**
   * Words that follow one another in the name, the summary or the description.
   *
   * @param words at least one, as {@link Words#of} gives them
   * @param prefix whether the last word may go on
   */
  record Text(List<String> words, boolean prefix) implements Query {
    /** Copies the words. */
    public Text {
      words = List.copyOf(words);
    }

    @Override
    public String toString() {
      return QueryParser.quoteIfNeeded(String.join(" ", words), prefix) + star(prefix);
    }
  }

  /**
   * A field has this value: see {@link Field.Kind} for what that means for each.
   *
   * @param field any but numbers and dates
   * @param value in lower case, except that of a version
   * @param prefix whether the value, or its last word, may go on
   */
  record Has(Field field, String value, boolean prefix) implements Query {
    @Override
    public String toString() {
      return field + ":" + QueryParser.quoteIfNeeded(value, prefix) + star(prefix);
    }
  }

  /** A field has a value; written {@code name^=""}. */
  record Exists(Field field) implements Query {
    @Override
    public String toString() {
      return field + "^=\"\"";
    }
  }

  /** One of a field's values is this, case and all; written {@code name=="x"}. */
  record Is(Field field, String value) implements Query {
    @Override
    public String toString() {
      return field + "==" + QueryParser.quoted(value);
    }
  }

  /** One of a field's values has this in it, case and all; written {@code summary*="x"}. */
  record Within(Field field, String text) implements Query {
    @Override
    public String toString() {
      return field + "*=" + QueryParser.quoted(text);
    }
  }

  /** One of a field's values begins with this, case and all; written {@code name^="x"}. */
  record StartsWith(Field field, String text) implements Query {
    @Override
    public String toString() {
      return field + "^=" + QueryParser.quoted(text);
    }
  }

  /**
   * A field's value lies so to another.
   *
   * @param field a number, a date or a version
   * @param operator how
   * @param value {@code 10}, {@code 1.5MB}, {@code 2024-05-01} or a version, as written
   */
  record Compare(Field field, Operator operator, String value) implements Query {
    @Override
    public String toString() {
      return field + operator.symbol() + QueryParser.quoteIfNeeded(value, false);
    }

    /**
     * For a version: whether a document's lies so to this one.
     *
     * @param rpm whether the order is rpm's, else Debian's
     */
    public boolean holdsVersion(boolean rpm, String version) {
      return operator.holds(VersionOrder.compare(rpm, version, value));
    }

    /**
     * For a number or a date: the least and the greatest value that is meant; a day has many
     * seconds.
     */
    public Interval interval() {
      return Interval.parse(field, value);
    }
  }

  /**
   * All of these hold.
   *
   * @param all two or more, none itself an And
   */
  record And(List<Query> all) implements Query {
    /** Copies the list. */
    public And {
      all = List.copyOf(all);
    }

    @Override
    public String toString() {
      return all.stream()
          .map(q -> q instanceof Or ? "(" + q + ")" : q.toString())
          .collect(Collectors.joining(" "));
    }
  }

  /**
   * One of these holds.
   *
   * @param any two or more, none itself an Or
   */
  record Or(List<Query> any) implements Query {
    /** Copies the list. */
    public Or {
      any = List.copyOf(any);
    }

    @Override
    public String toString() {
      return any.stream().map(Query::toString).collect(Collectors.joining(" OR "));
    }
  }

  /** This does not hold. */
  record Not(Query query) implements Query {
    @Override
    public String toString() {
      return "NOT " + (query instanceof And || query instanceof Or ? "(" + query + ")" : query);
    }
  }

  /** All of these hold, in normal form: nested ones and those that say nothing are taken up. */
  static Query and(List<Query> parts) {
    Set<Query> all = new LinkedHashSet<>();
    for (Query part : parts) {
      if (part.equals(NONE)) {
        return NONE;
      }
      if (part instanceof And inner) {
        all.addAll(inner.all());
      } else if (!(part instanceof All)) {
        all.add(part);
      }
    }
    List<Query> left = all.stream().filter(part -> !isImplied(part, all)).toList();
    return left.isEmpty() ? new All() : left.size() == 1 ? left.get(0) : new And(left);
  }

  /** Whether that a field has a value is said by another part already. */
  private static boolean isImplied(Query part, Set<Query> all) {
    return part instanceof Exists exists
        && all.stream()
            .anyMatch(other ->
                switch (other) {
                  case Is is -> is.field() == exists.field();
                  case Within within -> within.field() == exists.field();
                  case StartsWith start -> start.field() == exists.field();
                  case Compare compare -> compare.field() == exists.field();
                  default -> false;
                });
  }

  /** One of these holds, in normal form. */
  static Query or(List<Query> parts) {
    Set<Query> any = new LinkedHashSet<>();
    for (Query part : parts) {
      if (part instanceof All) {
        return part;
      }
      if (part instanceof Or inner) {
        any.addAll(inner.any());
      } else if (!part.equals(NONE)) {
        any.add(part);
      }
    }
    List<Query> left = List.copyOf(any);
    return left.isEmpty() ? NONE : left.size() == 1 ? left.get(0) : new Or(left);
  }

  /** This does not hold, in normal form. */
  static Query not(Query query) {
    return query instanceof Not not ? not.query() : new Not(query);
  }

  /** How two values lie to each other. */
  enum Operator {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("="),
    AT_LEAST(">="),
    GREATER(">");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** As it is written. */
    public String symbol() {
      return symbol;
    }

    /** Whether it holds between two values that compare so: negative, 0 or positive. */
    public boolean holds(int comparison) {
      return switch (this) {
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case EQUAL -> comparison == 0;
        case AT_LEAST -> comparison >= 0;
        case GREATER -> comparison > 0;
      };
    }
  }

  /**
   * Reads the simple language: {@code name:apache* license:GPL-2.0 size<1MB requires:libssl3 "web
   * server"}, joined by AND (or nothing), OR, NOT and parentheses. An empty text and {@code *} mean
   * every document.
   *
   * @throws EdosException (usage) if the text is malformed; the message shows it with a caret under
   *     the place
   */
  static Query parse(String text) {
    return new QueryParser(text).parse();
  }

  /**
   * Whether bare words are looked for, outside of every NOT: then matches by name stand before
   * others.
   */
  default boolean hasText() {
    return switch (this) {
      case Text text -> true;
      case And and -> and.all().stream().anyMatch(Query::hasText);
      case Or or -> or.any().stream().anyMatch(Query::hasText);
      case All all -> false;
      case Has has -> false;
      case Compare compare -> false;
      case Exists exists -> false;
      case Is is -> false;
      case Within within -> false;
      case StartsWith startsWith -> false;
      case Not not -> false;
    };
  }

  /** Whether a document matches. */
  default boolean matches(DocumentFields document) {
    return Matching.matches(this, document, Matching.TEXT_FIELDS);
  }

  /** Whether a document matches even when bare words are looked for in its name alone. */
  default boolean matchesByName(DocumentFields document) {
    return matches(document) && Matching.matches(this, document, Matching.NAME_ALONE);
  }

  private static String star(boolean prefix) {
    return prefix ? "*" : "";
  }
}
