package org.edos.core.query;

import java.util.Optional;
import org.edos.core.EdosException;

/**
 * A question to the index: which documents, in which order, which part of them.
 *
 * @param pattern what to look for
 * @param sort the order of the answers
 * @param after the place after which they begin, of the same order; the beginning if empty
 * @param limit most answers to give, 1 to {@value #MAX_LIMIT}
 */
public record Question(TreePattern pattern, SortOrder sort, Optional<Cursor> after, int limit) {
  /** Most answers to one question; who wants more goes on from the last. */
  public static final int MAX_LIMIT = 10_000;

  /** Throws EdosException (usage) if the limit or the cursor is not for this question. */
  public Question {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw EdosException.usage(
          "a page has 1 to " + MAX_LIMIT + " answers, not " + limit + "; go on from the last");
    }
    if (after.isPresent() && !after.get().sort().equals(sort)) {
      throw EdosException.usage(
          "the place to go on from is in the order %s, the question in the order %s; use the same"
              .formatted(after.get().sort(), sort));
    }
  }

  /** The best answers. */
  public static Question of(TreePattern pattern, int limit) {
    return new Question(pattern, SortOrder.BEST_FIRST, Optional.empty(), limit);
  }

  /** The same with the answers after that place. */
  public Question from(Cursor place) {
    return new Question(pattern, sort, Optional.of(place), limit);
  }

  /** The same in another order, from the beginning. */
  public Question in(SortOrder order) {
    return new Question(pattern, order, Optional.empty(), limit);
  }
}
