package org.edos.core.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.edos.core.EdosException;

/**
 * What a query needs of a document.
 *
 * @param every all of these, wherever the query matches
 * @param enough whether the query matches wherever a document has all of these
 * @param oneOf one of these, wherever the query matches: the cheapest to look queries up by
 */
record Needs(List<Need> every, boolean enough, List<Need> oneOf) {
  /** More ways to look one query up are not worth it. */
  private static final int MOST_WAYS = 64;

  private static final Needs NOTHING = new Needs(List.of(), false, List.of(Need.NOTHING));

  /**
   * What a query needs.
   *
   * @throws EdosException (usage) if it compares with what is no number or date
   */
  static Needs of(Query query) {
    return switch (query) {
      case Query.All all -> new Needs(List.of(), true, List.of(Need.NOTHING));
      case Query.Text text -> phrase(new Column.Text(), text.words(), text.prefix());
      case Query.Has has -> has(has);
      case Query.Exists exists -> beginning(new Column.Exact(exists.field()), "", true);
      case Query.Is is ->
          all(List.of(new Need.Term(new Column.Exact(is.field()), is.value(), false)), true);
      case Query.Within within -> beginning(new Column.Exact(within.field()), "", false);
      case Query.StartsWith start -> beginning(new Column.Exact(start.field()), start.text(), true);
      case Query.Compare compare -> compare(compare);
      case Query.And and -> and(and.all().stream().map(Needs::of).toList());
      case Query.Or or -> or(or.any().stream().map(Needs::of).toList());
      case Query.Not not -> NOTHING;
    };
  }

  private static Needs all(List<Need> every, boolean enough) {
    Need cheapest = every.stream().min(Comparator.comparingInt(Need::cost)).orElse(Need.NOTHING);
    return new Needs(every, enough, List.of(cheapest));
  }

  private static Needs beginning(Column column, String text, boolean enough) {
    return all(List.of(new Need.Term(column, text, true)), enough);
  }

  private static Needs phrase(Column column, List<String> words, boolean prefix) {
    if (words.isEmpty()) {
      return beginning(column, "", true);
    }
    List<Need> every = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      every.add(new Need.Term(column, words.get(i), prefix && i == words.size() - 1));
    }
    return all(every, words.size() == 1);
  }

  private static Needs has(Query.Has has) {
    return switch (has.field().kind()) {
      case TEXT -> phrase(new Column.Word(has.field()), Words.of(has.value()), has.prefix());
      case TOKENS ->
          all(
              List.of(new Need.Term(new Column.Word(has.field()), has.value(), has.prefix())),
              true);
      case WHOLE, VERSION ->
          all(
              List.of(new Need.Term(new Column.Value(has.field()), has.value(), has.prefix())),
              true);
      case NUMBER, DATE ->
          throw EdosException.usage("a " + has.field() + " is compared, not matched");
    };
  }

  private static Needs compare(Query.Compare compare) {
    Field field = compare.field();
    if (field.kind() == Field.Kind.VERSION) {
      return beginning(new Column.Exact(field), "", false);
    }
    Interval interval = compare.interval();
    Need atLeast = new Need.Range(field, false, interval.least());
    Need atMost = new Need.Range(field, true, interval.greatest());
    List<Need> every =
        switch (compare.operator()) {
          case LESS -> List.of(new Need.Range(field, true, interval.least() - 1));
          case AT_MOST -> List.of(atMost);
          case EQUAL -> List.of(atLeast, atMost);
          case AT_LEAST -> List.of(atLeast);
          case GREATER -> List.of(new Need.Range(field, false, interval.greatest() + 1));
        };
    return all(every, true);
  }

  private static Needs and(List<Needs> parts) {
    return new Needs(
        parts.stream().flatMap(part -> part.every().stream()).distinct().toList(),
        parts.stream().allMatch(Needs::enough),
        parts.stream()
            .map(Needs::oneOf)
            .min(Comparator.comparingInt(Needs::cost))
            .orElse(NOTHING.oneOf()));
  }

  private static Needs or(List<Needs> parts) {
    List<Need> oneOf = parts.stream().flatMap(part -> part.oneOf().stream()).distinct().toList();
    return oneOf.contains(Need.NOTHING) || oneOf.size() > MOST_WAYS
        ? NOTHING
        : new Needs(List.of(), false, oneOf);
  }

  private static int cost(List<Need> oneOf) {
    return oneOf.stream().mapToInt(Need::cost).max().orElse(0) + oneOf.size() - 1;
  }
}
