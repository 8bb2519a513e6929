package org.edos.core.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A question's answers, one after the other, each read when it is asked for. All of them see the
 * releases that were visible when the question was asked. Used by one thread; to be closed.
 */
public interface AnswerStream extends Iterator<Answer>, AutoCloseable {
  /** How many units match in all, before and after those of this stream. */
  Count count();

  /**
   * The place of the answer given last, if there are answers after it; to go on from in a further
   * question.
   */
  Optional<Cursor> cursor();

  /** What was planned and what it took so far. */
  Explanation explanation();

  @Override
  void close();

  /** Reads the rest, and closes this. */
  default AnswerPage page() {
    try (this) {
      List<Answer> answers = new ArrayList<>();
      forEachRemaining(answers::add);
      return new AnswerPage(count(), answers, cursor(), explanation());
    }
  }
}
