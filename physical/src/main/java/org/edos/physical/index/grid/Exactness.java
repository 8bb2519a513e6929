package org.edos.physical.index.grid;

import java.util.List;
import java.util.function.Predicate;
import org.edos.core.query.Field;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Query;
import org.edos.core.query.Words;
import org.roaringbitmap.RoaringBitmap;

/**
 * Leaves that tell case apart, which the lists do not. They hold for certain where the text asked
 * for is in lower case and the document has nothing in the field that is not; otherwise they are a
 * perhaps.
 */
final class Exactness {
  private final Lists lists;

  Exactness(Lists lists) {
    this.lists = lists;
  }

  Found is(Query.Is is, RoaringBitmap scope) {
    Field field = is.field();
    return switch (field.kind()) {
      case VERSION -> Found.exactly(lists.term(IndexTerm.value(field, is.value())));
      case WHOLE -> cased(field, is.value(), lists.term(IndexTerm.value(field, is.value())));
      case NUMBER, DATE -> numbers(field, written -> written.equals(is.value()), scope);
      case TOKENS -> words(field, Words.tokens(is.value()), scope);
      case TEXT -> words(field, Words.of(is.value()), scope);
    };
  }

  Found startsWith(Query.StartsWith start, RoaringBitmap scope) {
    Field field = start.field();
    boolean whole = field.kind() == Field.Kind.WHOLE || field.kind() == Field.Kind.VERSION;
    boolean indexed = whole && start.text().length() <= IndexTerm.MAX_VALUE;
    if (field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.DATE) {
      return numbers(field, written -> written.startsWith(start.text()), scope);
    }
    String prefix = IndexTerm.value(field, start.text());
    if (!indexed || !isFoldedByCharacter(start.text()) || lists.isDearerThan(prefix, scope)) {
      return Found.perhaps(scope);
    }
    RoaringBitmap found = lists.prefix(prefix);
    return field.kind() == Field.Kind.VERSION
        ? Found.exactly(found)
        : cased(field, start.text(), found);
  }

  Found within(Query.Within within, RoaringBitmap scope) {
    Field field = within.field();
    String text = within.text();
    if (field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.DATE) {
      return numbers(field, written -> written.contains(text), scope);
    }
    boolean whole = field.kind() == Field.Kind.WHOLE || field.kind() == Field.Kind.VERSION;
    String piece = whole ? IndexTerm.comparable(field, text) : longestWord(text);
    String terms = whole ? IndexTerm.value(field, "") : IndexTerm.word(field, "");
    boolean usable =
        !piece.isEmpty()
            && isFoldedByCharacter(text)
            && piece.length() <= Words.MAX_LENGTH
            && field.kind() != Field.Kind.TOKENS;
    if (!usable || lists.isDearerThan(terms, scope)) {
      return Found.perhaps(scope);
    }
    int cut = whole ? IndexTerm.MAX_VALUE : Words.MAX_LENGTH;
    RoaringBitmap found = lists.scan(terms, term -> term.length() < cut && term.contains(piece));
    RoaringBitmap unknown = lists.scan(terms, term -> term.length() >= cut);
    Found known =
        switch (field.kind()) {
          case VERSION -> Found.exactly(found);
          case WHOLE -> cased(field, text, found);
          default -> Found.perhaps(found);
        };
    return known.or(Found.perhaps(unknown));
  }

  /** Which of the documents that a text in lower case is found in have it as it is written. */
  private Found cased(Field field, String text, RoaringBitmap listed) {
    RoaringBitmap uncertain = lists.term(DocumentTerms.uncertain(field));
    return text.equals(Words.fold(text))
        ? new Found(RoaringBitmap.andNot(listed, uncertain), listed)
        : Found.perhaps(RoaringBitmap.and(listed, uncertain));
  }

  private Found words(Field field, List<String> words, RoaringBitmap scope) {
    RoaringBitmap found = scope.clone();
    words.forEach(word -> found.and(lists.term(IndexTerm.word(field, word))));
    return Found.perhaps(found);
  }

  private Found numbers(Field field, Predicate<String> wanted, RoaringBitmap scope) {
    RoaringBitmap uncertain = lists.term(DocumentTerms.uncertain(field));
    long[] column = lists.column(field);
    RoaringBitmap sure = new RoaringBitmap();
    if (column.length > 0) {
      scope.forEach((int number) -> {
        if (column[number] != SegmentBuilder.NO_NUMBER
            && !uncertain.contains(number)
            && wanted.test(SegmentBuilder.written(field, column[number]))) {
          sure.add(number);
        }
      });
    }
    return Found.exactly(sure).or(Found.perhaps(RoaringBitmap.and(uncertain, scope)));
  }

  /** Whether the text in lower case is in every text in lower case that it is in. */
  private static boolean isFoldedByCharacter(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String longestWord(String text) {
    return Words.of(text).stream()
        .reduce("", (one, other) -> other.length() > one.length() ? other : one);
  }
}
