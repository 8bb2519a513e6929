package org.edos.physical.index.grid;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.edos.core.query.Field;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Query;
import org.edos.core.query.Words;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which documents of a segment match a condition: posting lists are joined as it says, cheap parts
 * first. What the lists cannot tell, or only at a higher price than the documents themselves, stays
 * a perhaps.
 */
final class Evaluation {
  static final Set<Field> TEXT_FIELDS = Set.of(Field.NAME, Field.SUMMARY, Field.DESCRIPTION);

  private final Lists lists;
  private final Set<Field> textFields;
  private final Trace trace;
  private final Exactness exactness;

  /** Hears what a leaf of the condition came to. */
  interface Trace {
    /** The leaf, and what was found under it, perhaps beyond what the parts before it left. */
    void leaf(Query leaf, Found found);
  }

  /**
   * With bare words looked for in these fields; what stands under a NOT always means all text
   * fields.
   */
  Evaluation(Lists lists, Set<Field> textFields, Trace trace) {
    this.lists = lists;
    this.textFields = textFields;
    this.trace = trace;
    this.exactness = new Exactness(lists);
  }

  /** The matches among the documents of the scope, which is not changed. */
  Found matches(Query query, RoaringBitmap scope) {
    return switch (query) {
      case Query.All all -> Found.exactly(scope);
      case Query.And and -> all(and, scope);
      case Query.Or or -> {
        Found any = Found.exactly(new RoaringBitmap());
        for (Query part : or.any()) {
          any = any.or(matches(part, scope));
        }
        yield any;
      }
      case Query.Not not ->
          new Evaluation(lists, TEXT_FIELDS, trace).matches(not.query(), scope).not(scope);
      default -> {
        if (scope.isEmpty()) {
          yield Found.exactly(scope);
        }
        Found found = leaf(query, scope);
        trace.leaf(query, found);
        yield found.within(scope);
      }
    };
  }

  private Found all(Query.And and, RoaringBitmap scope) {
    Found left = Found.exactly(scope);
    for (Query part : and.all().stream().sorted(Comparator.comparingInt(Cost::of)).toList()) {
      Found found = matches(part, lists.isPlan() ? scope : left.maybe());
      left =
          left.sure() == left.maybe()
              ? found
              : new Found(RoaringBitmap.and(left.sure(), found.sure()), found.maybe());
    }
    return left;
  }

  private Found leaf(Query query, RoaringBitmap scope) {
    return switch (query) {
      case Query.Text text -> {
        Found any = Found.exactly(new RoaringBitmap());
        for (Field field : textFields) {
          any = any.or(phrase(field, text.words(), text.prefix(), scope));
        }
        yield any;
      }
      case Query.Has has -> has(has, scope);
      case Query.Compare compare when compare.field() == Field.VERSION -> versions(compare, scope);
      case Query.Compare compare -> numbers(compare, scope);
      case Query.Exists exists -> Found.exactly(lists.term(DocumentTerms.present(exists.field())));
      case Query.Is is -> exactness.is(is, scope);
      case Query.StartsWith start -> exactness.startsWith(start, scope);
      case Query.Within within -> exactness.within(within, scope);
      default -> throw new IllegalStateException("not a leaf: " + query);
    };
  }

  private Found has(Query.Has has, RoaringBitmap scope) {
    Field field = has.field();
    return switch (field.kind()) {
      case TEXT -> phrase(field, Words.of(has.value()), has.prefix(), scope);
      case TOKENS -> one(IndexTerm.word(field, has.value()), has.prefix(), scope);
      case WHOLE, VERSION, NUMBER, DATE ->
          one(IndexTerm.value(field, has.value()), has.prefix(), scope);
    };
  }

  private Found one(String term, boolean prefix, RoaringBitmap scope) {
    if (prefix && lists.isDearerThan(term, scope)) {
      return Found.perhaps(scope);
    }
    return Found.exactly(prefix ? lists.prefix(term) : lists.term(term));
  }

  /** That words follow one another the lists do not tell. */
  private Found phrase(Field field, List<String> words, boolean prefix, RoaringBitmap scope) {
    if (words.isEmpty()) {
      return one(IndexTerm.word(field, ""), true, scope);
    }
    Found found = Found.exactly(scope);
    for (int i = 0; i < words.size(); i++) {
      boolean open = prefix && i == words.size() - 1;
      found = one(IndexTerm.word(field, words.get(i)), open, found.maybe()).within(found.maybe());
    }
    return words.size() == 1 ? found : Found.perhaps(found.maybe());
  }

  private Found numbers(Query.Compare compare, RoaringBitmap scope) {
    long[] column = lists.column(compare.field());
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
    return Found.exactly(found);
  }

  /**
   * Versions have an order of each package format's own: every distinct version is compared in
   * both.
   */
  private Found versions(Query.Compare compare, RoaringBitmap scope) {
    String versions = IndexTerm.value(Field.VERSION, "");
    if (lists.isDearerThan(versions, scope)) {
      return Found.perhaps(scope);
    }
    RoaringBitmap rpms = lists.term(IndexTerm.value(Field.FORMAT, "rpm"));
    rpms.and(lists.term(IndexTerm.value(Field.KIND, "package")));
    return Found.exactly(
        lists.scan(
            versions,
            version -> compare.holdsVersion(false, version),
            rpms,
            version -> compare.holdsVersion(true, version)));
  }
}
