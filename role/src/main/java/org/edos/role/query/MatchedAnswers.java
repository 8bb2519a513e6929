package org.edos.role.query;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.attribute.Signature;
import org.edos.core.attribute.Template;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Approximation;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.physical.index.IndexReader;
import org.jspecify.annotations.Nullable;

/**
 * The units whose signatures match a template: candidates come from the index, page after page, and
 * each is looked at. Where few of many match, or the time is over, it ends before the limit, with
 * the place to go on from. Used by one thread.
 */
final class MatchedAnswers implements AnswerStream {
  /** Most candidates looked at for one question. */
  static final int MOST_EXAMINED = 50_000;

  /** Longest time that candidates are looked at for one question. */
  static final Duration TIME = Duration.ofSeconds(10);

  private final IndexReader index;
  private final Template template;
  private final Question question;
  private final Bounds bounds;
  private final Count count;
  private AnswerStream candidates;
  private @Nullable Answer next;
  private Optional<Cursor> placeOfExamined = Optional.empty();
  private Optional<Cursor> placeOfNext = Optional.empty();
  private Optional<Cursor> placeOfLast = Optional.empty();
  private int examined;
  private int given;
  private boolean exhausted;
  private boolean stopped;

  /**
   * How long it goes on.
   *
   * @param most candidates to look at
   */
  record Bounds(int most, Deadline deadline) {
    /** Those of every question that begins now. */
    static Bounds usual() {
      return new Bounds(MOST_EXAMINED, Deadline.in(TIME));
    }
  }

  MatchedAnswers(
      IndexReader index,
      Template template,
      SortOrder sort,
      Optional<Cursor> after,
      int limit,
      Bounds bounds) {
    Approximation condition = template.condition();
    this.index = index;
    this.template = template;
    this.question = new Question(TreePattern.of(condition.upper()), sort, after, limit);
    this.bounds = bounds;
    this.candidates = candidates(after);
    this.count =
        new Count(candidates.count().units(), condition.exact() && candidates.count().exact());
  }

  private AnswerStream candidates(Optional<Cursor> after) {
    int page = Math.min(Question.MAX_LIMIT, bounds.most());
    return index.ask(new Question(question.pattern(), question.sort(), after, page));
  }

  @Override
  public boolean hasNext() {
    while (next == null && given < question.limit() && !stopped && !exhausted) {
      if (candidates.hasNext()) {
        examine(candidates.next());
      } else {
        turnPage();
      }
    }
    return next != null;
  }

  private void examine(Answer candidate) {
    examined++;
    placeOfExamined = candidates.cursor();
    if (Signature.of(MetadataXml.read(candidate.document().xml())).matches(template)) {
      next = candidate;
      placeOfNext = placeOfExamined;
    }
    stopped = examined >= bounds.most() || bounds.deadline().left().isZero();
  }

  private void turnPage() {
    if (placeOfExamined.isEmpty()) {
      exhausted = true;
      return;
    }
    candidates.close();
    candidates = candidates(placeOfExamined);
    placeOfExamined = Optional.empty();
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

  /** The candidates: so many at most. */
  @Override
  public Count count() {
    return count;
  }

  /** There may turn out to be no answer after it. */
  @Override
  public Optional<Cursor> cursor() {
    boolean cutShort = next == null && given < question.limit() && stopped;
    return exhausted && next == null ? Optional.empty() : cutShort ? placeOfExamined : placeOfLast;
  }

  @Override
  public Explanation explanation() {
    return candidates.explanation();
  }

  @Override
  public void close() {
    candidates.close();
  }
}
