package org.edos.physical.index.grid;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Query;
import org.edos.core.query.Words;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which documents of a segment match a query: posting lists are joined as the query says, cheap
 * parts first, and what the lists cannot tell (that words follow one another) is looked up in the
 * documents that are left.
 */
final class Evaluation {
  static final Set<Field> TEXT_FIELDS = Set.of(Field.NAME, Field.SUMMARY, Field.DESCRIPTION);

  /** Up to so many documents are looked at themselves rather than every distinct version. */
  private static final int FEW = 200;

  private final Segment segment;
  private final Set<Field> textFields;

  /**
   * With bare words looked for in these fields; what stands under a NOT always means all text
   * fields.
   */
  Evaluation(Segment segment, Set<Field> textFields) {
    this.segment = segment;
    this.textFields = textFields;
  }

  /** The matches among the documents of the scope, which is not changed. */
  RoaringBitmap matches(Query query, RoaringBitmap scope) {
    if (scope.isEmpty()) {
      return scope;
    }
    return switch (query) {
      case Query.All all -> scope;
      case Query.Text text -> text(text, scope);
      case Query.Has has -> has(has, scope);
      case Query.Compare compare when compare.field() == Field.VERSION -> versions(compare, scope);
      case Query.Compare compare -> numbers(compare, scope);
      case Query.Is is -> verified(candidates(is.field(), is.value(), false, scope), is::matches);
      case Query.StartsWith start ->
          verified(candidates(start.field(), start.text(), true, scope), start::matches);
      case Query.Within within -> verified(scope, within::matches);
      case Query.And and -> {
        RoaringBitmap left = scope;
        for (Query part :
            and.all().stream().sorted(Comparator.comparingInt(Evaluation::cost)).toList()) {
          left = matches(part, left);
        }
        yield left;
      }
      case Query.Or or -> {
        RoaringBitmap any = new RoaringBitmap();
        or.any().forEach(part -> any.or(matches(part, scope)));
        yield any;
      }
      case Query.Not not ->
          RoaringBitmap.andNot(
              scope, new Evaluation(segment, TEXT_FIELDS).matches(not.query(), scope));
    };
  }

  /**
   * How much work a part is likely to be; those that are more are done on what the others leave.
   */
  private static int cost(Query query) {
    return switch (query) {
      case Query.All all -> 0;
      case Query.Has has when has.field().kind() != Field.Kind.TEXT -> has.prefix() ? 2 : 1;
      case Query.Has has -> 3 + (has.value().contains(" ") ? 5 : 0);
      case Query.Is is -> is.field().kind() == Field.Kind.WHOLE ? 2 : 7;
      case Query.StartsWith start -> start.field().kind() == Field.Kind.WHOLE ? 3 : 7;
      case Query.Within within -> 8;
      case Query.Text text -> 3 + (text.words().size() > 1 ? 5 : 0);
      case Query.Compare compare -> compare.field() == Field.VERSION ? 6 : 4;
      case Query.And and -> 7;
      case Query.Or or -> 7;
      case Query.Not not -> 7;
    };
  }

  private RoaringBitmap text(Query.Text text, RoaringBitmap scope) {
    RoaringBitmap any = new RoaringBitmap();
    textFields.forEach(field -> any.or(phrase(field, text.words(), text.prefix(), scope)));
    return any;
  }

  private RoaringBitmap has(Query.Has has, RoaringBitmap scope) {
    Field field = has.field();
    return switch (field.kind()) {
      case TEXT -> phrase(field, Words.of(has.value()), has.prefix(), scope);
      case TOKENS -> one(IndexTerm.word(field, has.value()), has.prefix(), scope);
      case WHOLE, VERSION, NUMBER, DATE ->
          one(IndexTerm.value(field, has.value()), has.prefix(), scope);
    };
  }

  /** Those that may have this value, or one that begins so, if case is told apart. */
  private RoaringBitmap candidates(Field field, String value, boolean prefix, RoaringBitmap scope) {
    String folded = IndexTerm.comparable(field, value);
    boolean listed =
        (field.kind() == Field.Kind.WHOLE || field.kind() == Field.Kind.VERSION)
            && !(prefix && folded.length() > IndexTerm.MAX_VALUE);
    return listed ? one(IndexTerm.value(field, value), prefix, scope) : scope;
  }

  private RoaringBitmap one(String term, boolean prefix, RoaringBitmap scope) {
    RoaringBitmap found = prefix ? segment.postingsOfPrefix(term) : segment.postings(term);
    found.and(scope);
    return found;
  }

  private RoaringBitmap phrase(
      Field field, List<String> words, boolean prefix, RoaringBitmap scope) {
    if (words.isEmpty()) {
      return one(IndexTerm.word(field, ""), true, scope);
    }
    RoaringBitmap found = scope;
    for (int i = 0; i < words.size() && !found.isEmpty(); i++) {
      found = one(IndexTerm.word(field, words.get(i)), prefix && i == words.size() - 1, found);
    }
    return words.size() == 1 ? found : verified(found, field, words, prefix);
  }

  private RoaringBitmap verified(
      RoaringBitmap candidates, Field field, List<String> words, boolean prefix) {
    return verified(candidates, document -> document.hasPhrase(field, words, prefix));
  }

  private RoaringBitmap verified(RoaringBitmap candidates, Predicate<DocumentFields> condition) {
    RoaringBitmap found = new RoaringBitmap();
    candidates.forEach((int number) -> {
      if (condition.test(DocumentFields.of(segment.document(number)))) {
        found.add(number);
      }
    });
    return found;
  }

  private RoaringBitmap numbers(Query.Compare compare, RoaringBitmap scope) {
    long[] column = segment.column(compare.field());
    RoaringBitmap found = new RoaringBitmap();
    if (column.length > 0) {
      var interval = compare.interval();
      scope.forEach((int number) -> {
        long value = column[number];
        if (value != SegmentBuilder.NO_NUMBER && interval.holds(compare.operator(), value)) {
          found.add(number);
        }
      });
    }
    return found;
  }

  /**
   * Versions have an order of each package format's own: every distinct version is compared in
   * both.
   */
  private RoaringBitmap versions(Query.Compare compare, RoaringBitmap scope) {
    if (scope.getCardinality() <= FEW) {
      return verified(scope, compare::matches);
    }
    RoaringBitmap rpms = segment.postings(IndexTerm.value(Field.FORMAT, "rpm"));
    rpms.and(segment.postings(IndexTerm.value(Field.KIND, "package")));
    RoaringBitmap found = new RoaringBitmap();
    segment.scan(
        IndexTerm.value(Field.VERSION, ""),
        (version, cursor) -> {
          boolean deb = compare.holdsVersion(false, version);
          boolean rpm = !rpms.isEmpty() && compare.holdsVersion(true, version);
          if (deb || rpm) {
            RoaringBitmap listed = new RoaringBitmap();
            cursor.readInto(listed);
            found.or(
                deb == rpm
                    ? listed
                    : rpm ? RoaringBitmap.and(listed, rpms) : RoaringBitmap.andNot(listed, rpms));
          }
        });
    found.and(scope);
    return found;
  }
}
