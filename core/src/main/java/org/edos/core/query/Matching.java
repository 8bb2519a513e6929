package org.edos.core.query;

import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;

/**
 * Whether a document matches a query, decided by looking at the document: what an index must agree
 * with.
 */
final class Matching {
  static final Set<Field> TEXT_FIELDS = Set.of(Field.NAME, Field.SUMMARY, Field.DESCRIPTION);
  static final Set<Field> NAME_ALONE = Set.of(Field.NAME);

  private Matching() {}

  /**
   * With bare words looked for in the given fields; what stands under a NOT always means all text
   * fields.
   */
  static boolean matches(Query query, DocumentFields document, Set<Field> textFields) {
    return switch (query) {
      case Query.All all -> true;
      case Query.Text text ->
          textFields.stream().anyMatch(f -> hasPhrase(document, f, text.words(), text.prefix()));
      case Query.Has has -> has(document, has);
      case Query.Compare compare -> compare(document, compare);
      case Query.Exists exists -> document.fields().contains(exists.field());
      case Query.Is is -> document.values(is.field()).contains(is.value());
      case Query.Within within ->
          document.values(within.field()).stream().anyMatch(v -> v.contains(within.text()));
      case Query.StartsWith start ->
          document.values(start.field()).stream().anyMatch(v -> v.startsWith(start.text()));
      case Query.And and -> and.all().stream().allMatch(q -> matches(q, document, textFields));
      case Query.Or or -> or.any().stream().anyMatch(q -> matches(q, document, textFields));
      case Query.Not not -> !matches(not.query(), document, TEXT_FIELDS);
    };
  }

  static boolean hasPhrase(
      DocumentFields document, Field field, List<String> words, boolean prefix) {
    return document.words(field).stream().anyMatch(text -> isIn(text, words, prefix));
  }

  private static boolean isIn(List<String> text, List<String> words, boolean prefix) {
    for (int start = 0; start < text.size() && start + words.size() <= text.size(); start++) {
      if (standsAt(text, start, words, prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean standsAt(
      List<String> text, int start, List<String> words, boolean prefix) {
    int last = words.size() - 1;
    for (int i = 0; i <= last; i++) {
      String word = text.get(start + i);
      if (!(prefix && i == last ? word.startsWith(words.get(i)) : word.equals(words.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(DocumentFields document, Query.Has has) {
    Field field = has.field();
    return switch (field.kind()) {
      case TEXT -> hasPhrase(document, field, Words.of(has.value()), has.prefix());
      case TOKENS ->
          document.values(field).stream()
              .flatMap(value -> Words.tokens(value).stream())
              .anyMatch(token -> equal(token, has));
      case WHOLE, VERSION ->
          document.values(field).stream()
              .anyMatch(value -> equal(IndexTerm.comparable(field, value), has));
      case NUMBER, DATE -> throw EdosException.usage("a " + field + " is compared, not matched");
    };
  }

  private static boolean equal(String value, Query.Has has) {
    return has.prefix() ? value.startsWith(has.value()) : value.equals(has.value());
  }

  private static boolean compare(DocumentFields document, Query.Compare compare) {
    Field field = compare.field();
    if (field.kind() == Field.Kind.VERSION) {
      return document.values(field).stream()
          .anyMatch(v -> compare.holdsVersion(document.isRpm(), IndexTerm.comparable(field, v)));
    }
    Interval interval = compare.interval();
    return document.values(field).stream()
        .limit(1)
        .flatMapToLong(value -> Interval.valueOf(field, value).stream())
        .anyMatch(value -> interval.holds(compare.operator(), value));
  }
}
