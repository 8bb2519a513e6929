package org.edos.core.query;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Document;

/**
 * The answers to a question, read to the end.
 *
 * @param count how many units match in all
 * @param answers in the order asked for
 * @param next the place of the last answer, if there are more after it
 * @param explanation how they were found
 */
public record AnswerPage(
    Count count, List<Answer> answers, Optional<Cursor> next, Explanation explanation) {
  /** Copies the list. */
  public AnswerPage {
    answers = List.copyOf(answers);
  }

  /** The documents of the answers. */
  public List<Document> documents() {
    return answers.stream().map(Answer::document).toList();
  }
}
