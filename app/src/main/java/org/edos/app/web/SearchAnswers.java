package org.edos.app.web;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.actor.PeerQuestions;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to a search, each read when the page comes to it: the index is asked when anything of
 * them is looked at first, after what was drawn of the page until then was sent. Used by one
 * thread; to be closed.
 */
public final class SearchAnswers implements Streamed {
  private static final Logger LOG = LoggerFactory.getLogger(SearchAnswers.class);
  private static final int FLUSHED_EVERY = 25;
  private static final int LARGE = 200_000;
  private static final int MOST_NODES = 5;

  private final SearchForm form;
  private final PeerQuestions questions;
  private final Runnable flush;
  private final long began = System.nanoTime();
  private boolean asked;
  private @Nullable AnswerStream answers;
  private @Nullable Problem problem;
  private int given;

  /**
   * Why there are no answers, or no more.
   *
   * @param text for people; of a query that cannot be read, with a mark under the place
   * @param kind what is wrong
   */
  public record Problem(String text, Kind kind) {
    /** What is wrong. */
    public enum Kind {
      QUERY,
      AWAY,
      OTHER
    }

    static Problem of(EdosException e) {
      return new Problem(
          Site.sentence(e),
          switch (e.category()) {
            case USAGE -> Kind.QUERY;
            case EXTERNAL -> Kind.AWAY;
            default -> Kind.OTHER;
          });
    }

    /** Whether the query is wrong. */
    public boolean isQuery() {
      return kind == Kind.QUERY;
    }

    /** Whether whoever is asked does not answer. */
    public boolean isAway() {
      return kind == Kind.AWAY;
    }
  }

  /**
   * One answer.
   *
   * @param id the unit's id
   * @param kind of the unit
   * @param architecture of a package
   * @param bytes its size; negative if it has none
   * @param nodes what an XPath returns of it
   */
  public record Row(
      String id,
      String kind,
      String name,
      String version,
      String architecture,
      long bytes,
      String summary,
      List<String> nodes) {
    /** Copies the list. */
    public Row {
      nodes = List.copyOf(nodes);
    }

    /** The unit's page. */
    public String link() {
      return "/unit?id=" + Words.encoded(id);
    }

    /** Its size for people. */
    public String size() {
      return bytes < 0 ? "" : Words.bytes(bytes);
    }
  }

  /**
   * Asks nothing yet.
   *
   * @param flush sends what was drawn of the page
   */
  SearchAnswers(SearchForm form, PeerQuestions questions, Runnable flush) {
    this.form = form;
    this.questions = questions;
    this.flush = flush;
  }

  /** What was searched for. */
  public SearchForm form() {
    return form;
  }

  private @Nullable AnswerStream answers() {
    if (!asked) {
      asked = true;
      flush.run();
      try {
        answers = questions.ask(form.question());
      } catch (EdosException e) {
        problem = Problem.of(e);
      }
    }
    return answers;
  }

  /** Why there are no answers, or no more. */
  public Optional<Problem> problem() {
    answers();
    return Optional.ofNullable(problem);
  }

  /** How many units match in all. */
  public Count count() {
    AnswerStream found = answers();
    try {
      return found == null ? new Count(0, true) : found.count();
    } catch (EdosException e) {
      problem = Problem.of(e);
      return new Count(0, false);
    }
  }

  /** How many units match in all, as text. */
  public String total() {
    Count count = count();
    return (count.exact() ? "" : "at most ") + Words.count(count.units(), "answer");
  }

  /** Whether nothing matches. */
  public boolean isEmpty() {
    return !hasNext() && given == 0 && problem == null;
  }

  /** The answers, once. */
  public Iterable<Row> rows() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return SearchAnswers.this.hasNext();
          }

          @Override
          public Row next() {
            AnswerStream found = answers();
            if (found == null) {
              throw new NoSuchElementException();
            }
            Row row = row(found.next());
            given++;
            return row;
          }
        };
  }

  /** Also sends the first answer as soon as it is drawn, and then some at a time. */
  private boolean hasNext() {
    AnswerStream found = answers();
    if (found == null || problem != null) {
      return false;
    }
    if (given == 1 || (given > 0 && given % FLUSHED_EVERY == 0)) {
      flush.run();
    }
    try {
      return found.hasNext();
    } catch (EdosException e) {
      problem = Problem.of(e);
      return false;
    } catch (PageOutput.Gone e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("answering {} failed", form, e);
      problem = new Problem("An error within the daemon, which is in its log.", Problem.Kind.OTHER);
      return false;
    }
  }

  /** How many were given. */
  public int given() {
    return given;
  }

  /** The same search from here on, if there are more answers. */
  public Optional<SearchForm> further() {
    AnswerStream found = answers();
    if (found == null || problem != null) {
      return Optional.empty();
    }
    return found.cursor().map(Cursor::toString).map(form::from);
  }

  /** How long it took until now, in milliseconds. */
  public long milliseconds() {
    return (System.nanoTime() - began) / 1_000_000;
  }

  static Row row(Answer answer) {
    Document document = answer.document();
    UnitId id = document.id();
    List<String> nodes = answer.nodes().stream().limit(MOST_NODES).map(Words::shortened).toList();
    if (id instanceof CollectionId && document.xml().length > LARGE) {
      return row(id, "collection", "", -1, "with very many members", nodes);
    }
    return switch (MetadataXml.read(document.xml())) {
      case PackageMetadata p ->
          row(
              id,
              "package",
              id instanceof PackageId named ? named.architecture() : "",
              p.size(),
              p.summary(),
              nodes);
      case UtilityMetadata u -> row(id, "utility", "", u.size(), u.path().value(), nodes);
      case CollectionMetadata c ->
          row(id, "collection", "", -1, Words.count(c.members().size(), "member"), nodes);
    };
  }

  private static Row row(
      UnitId id, String kind, String architecture, long size, String summary, List<String> nodes) {
    return new Row(
        id.toString(), kind, id.name(), id.version(), architecture, size, summary, nodes);
  }

  @Override
  public void close() {
    if (answers != null) {
      answers.close();
    }
  }
}
