package org.edos.core.query;

import java.util.List;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/** What the fields tell of comparisons of a field's value, as XPath compares. */
final class ValueCondition {
  private static final long GREATEST = 999_999_999_999_999L;

  /** A time's text begins so and goes on, so that texts lie to it as times do. */
  private static final Pattern DAY =
      Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})(-[0-9]{2}){0,2}");

  private ValueCondition() {}

  /** Of a comparison with a text, character by character. */
  static Approximation text(Place place, XPath.Relation relation, String text) {
    Field field = place.field();
    if (text.isEmpty()) {
      return Approximation.UNKNOWN;
    }
    return switch (relation) {
      case EQUAL -> equal(field, text);
      case UNEQUAL ->
          place.isSingle()
              ? Approximation.and(List.of(exists(field), equal(field, text).not()))
              : Approximation.within(exists(field).upper());
      case LESS, AT_MOST, GREATER, AT_LEAST ->
          field.kind() == Field.Kind.DATE && isDay(field, text)
              ? day(field, relation, text)
              : Approximation.within(exists(field).upper());
    };
  }

  private static Approximation equal(Field field, String text) {
    return switch (field.kind()) {
      case NUMBER ->
          DocumentFields.NUMBER.matcher(text).matches()
              ? compare(field, Query.Operator.EQUAL, text)
              : Approximation.FALSE;
      case DATE, WHOLE, VERSION, TOKENS, TEXT -> Approximation.exactly(new Query.Is(field, text));
    };
  }

  private static boolean isDay(Field field, String text) {
    if (!DAY.matcher(text).matches()) {
      return false;
    }
    try {
      Interval.parse(field, text);
      return true;
    } catch (EdosException e) {
      return false;
    }
  }

  private static Approximation day(Field field, XPath.Relation relation, String day) {
    Approximation after = compare(field, Query.Operator.AT_LEAST, day);
    return relation == XPath.Relation.GREATER || relation == XPath.Relation.AT_LEAST
        ? after
        : Approximation.and(List.of(exists(field), after.not()));
  }

  /** Of a comparison with a number. */
  static Approximation number(Place place, XPath.Relation relation, double number) {
    Field field = place.field();
    if (field.kind() != Field.Kind.NUMBER) {
      return Approximation.UNKNOWN;
    }
    return switch (relation) {
      case EQUAL -> equal(field, number);
      case UNEQUAL -> Approximation.and(List.of(exists(field), equal(field, number).not()));
      case LESS -> atMost(field, Math.ceil(number) - 1);
      case AT_MOST -> atMost(field, Math.floor(number));
      case GREATER -> atLeast(field, Math.floor(number) + 1);
      case AT_LEAST -> atLeast(field, Math.ceil(number));
    };
  }

  private static Approximation equal(Field field, double number) {
    return number == Math.rint(number) && number >= 0 && number <= GREATEST
        ? compare(field, Query.Operator.EQUAL, Long.toString((long) number))
        : Approximation.FALSE;
  }

  private static Approximation atMost(Field field, double most) {
    if (most < 0) {
      return Approximation.FALSE;
    }
    return most >= GREATEST
        ? exists(field)
        : compare(field, Query.Operator.AT_MOST, Long.toString((long) most));
  }

  private static Approximation atLeast(Field field, double least) {
    if (least <= 0) {
      return exists(field);
    }
    return least > GREATEST
        ? Approximation.FALSE
        : compare(field, Query.Operator.AT_LEAST, Long.toString((long) least));
  }

  /** Of the order of the document's version and another. */
  static Approximation version(XPath.Versions versions) {
    boolean older = versions.relation().holds(-1, versions.number().value());
    boolean same = versions.relation().holds(0, versions.number().value());
    boolean newer = versions.relation().holds(1, versions.number().value());
    if (older == newer) {
      Approximation equal = compareVersion(Query.Operator.EQUAL, versions);
      if (older) {
        Approximation any = exists(Field.VERSION);
        return same ? any : Approximation.and(List.of(any, equal.not()));
      }
      return same ? equal : Approximation.FALSE;
    }
    if (older) {
      return compareVersion(same ? Query.Operator.AT_MOST : Query.Operator.LESS, versions);
    }
    return compareVersion(same ? Query.Operator.AT_LEAST : Query.Operator.GREATER, versions);
  }

  private static Approximation compareVersion(Query.Operator operator, XPath.Versions versions) {
    return compare(Field.VERSION, operator, versions.version());
  }

  private static Approximation compare(Field field, Query.Operator operator, String value) {
    return Approximation.exactly(new Query.Compare(field, operator, value));
  }

  private static Approximation exists(Field field) {
    return field == Field.ID ? Approximation.TRUE : Approximation.exactly(new Query.Exists(field));
  }
}
