package org.edos.role.query;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.active.ActiveDocument;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.jspecify.annotations.Nullable;

/**
 * The documents that match when their calls have answered. Each answer holds the static document;
 * its nodes are those of the copy with results.
 */
final class ActiveAnswers implements AnswerStream {
  private final Question question;
  private final AnswerStream candidates;
  private final List<ActiveIndex.Stage> stages;
  private final Activation activation;
  private final Budget budget;
  private @Nullable Answer next;
  private Optional<Cursor> placeOfNext = Optional.empty();
  private Optional<Cursor> placeOfLast = Optional.empty();
  private int given;

  ActiveAnswers(
      Question question,
      AnswerStream candidates,
      List<ActiveIndex.Stage> stages,
      Activation activation,
      Budget budget) {
    this.question = question;
    this.candidates = candidates;
    this.stages = stages;
    this.activation = activation;
    this.budget = budget;
  }

  @Override
  public boolean hasNext() {
    while (next == null && given < question.limit() && candidates.hasNext()) {
      next = answer(candidates.next().document()).orElse(null);
      placeOfNext = candidates.cursor();
    }
    return next != null;
  }

  private Optional<Answer> answer(Document document) {
    ActiveDocument active = ActiveDocument.of(document);
    Document known = document;
    for (ActiveIndex.Stage stage : stages) {
      active = activation.activate(active, stage.called()::contains, budget);
      known = active.withResults();
      if (!stage.known().matches(known)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Answer(document, question.pattern().answers(known)));
  }

  @Override
  public Answer next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Answer answer = next;
    next = null;
    placeOfLast = placeOfNext;
    given++;
    return answer;
  }

  /** At most so many as before any call, since a question is answered only as far as it is read. */
  @Override
  public Count count() {
    return new Count(candidates.count().units(), false);
  }

  /** There may turn out to be no answer after it. */
  @Override
  public Optional<Cursor> cursor() {
    return placeOfLast;
  }

  @Override
  public Explanation explanation() {
    return candidates.explanation().calling(budget.work());
  }

  @Override
  public void close() {
    candidates.close();
  }
}
