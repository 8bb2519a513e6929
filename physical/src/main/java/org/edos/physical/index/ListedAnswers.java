package org.edos.physical.index;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.jspecify.annotations.Nullable;

/** Answers whose documents are at hand; the return nodes are taken from each as it is given. */
public final class ListedAnswers implements AnswerStream {
  private final Question question;
  private final Iterator<Document> documents;
  private final boolean more;
  private final Count count;
  private final Explanation explanation;
  private @Nullable Document last;

  /**
   * Gives these documents.
   *
   * @param documents those of the question's page, in its order
   * @param more whether there are answers after them
   */
  public ListedAnswers(
      Question question,
      List<Document> documents,
      boolean more,
      Count count,
      Explanation explanation) {
    this.question = question;
    this.documents = documents.iterator();
    this.more = more;
    this.count = count;
    this.explanation = explanation;
  }

  @Override
  public boolean hasNext() {
    return documents.hasNext();
  }

  @Override
  public Answer next() {
    if (!documents.hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = documents.next();
    last = document;
    return new Answer(document, question.pattern().answers(document));
  }

  @Override
  public Count count() {
    return count;
  }

  @Override
  public Optional<Cursor> cursor() {
    Document given = last;
    if (given == null || (!more && !documents.hasNext())) {
      return Optional.empty();
    }
    return Optional.of(
        Cursor.of(question.sort(), question.pattern().condition(), DocumentFields.of(given)));
  }

  @Override
  public Explanation explanation() {
    return explanation;
  }

  @Override
  public void close() {}
}
