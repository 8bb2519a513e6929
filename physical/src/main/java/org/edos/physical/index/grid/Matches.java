package org.edos.physical.index.grid;

import java.util.Set;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a segment's lists say of a condition.
 *
 * @param segment where
 * @param all the documents that match
 * @param byName those that do even when bare words are looked for in names alone
 * @param ranks whether bare words are looked for, so that the two differ
 */
record Matches(Segment segment, Found all, Found byName, boolean ranks) {
  static Matches of(Query condition, Snapshot.Part part, Lists lists, Evaluation.Trace trace) {
    Found all =
        new Evaluation(lists, Evaluation.TEXT_FIELDS, trace).matches(condition, part.documents());
    Found byName =
        condition.hasText()
            ? new Evaluation(lists, Set.of(Field.NAME), (leaf, found) -> {})
                .matches(condition, all.maybe())
            : all;
    return new Matches(part.segment(), all, byName, condition.hasText());
  }

  /** Those that may have the words looked for in the name, or that have them in the text alone. */
  RoaringBitmap ranked(boolean byText) {
    if (!ranks) {
      return byText ? new RoaringBitmap() : all.maybe();
    }
    return byText ? RoaringBitmap.andNot(all.maybe(), byName.sure()) : byName.maybe();
  }

  /** Whether the lists alone say that a document matches, and with that rank. */
  boolean isSure(int number, boolean byText) {
    return all.sure().contains(number)
        && (byText ? !byName.maybe().contains(number) : byName.sure().contains(number));
  }
}
