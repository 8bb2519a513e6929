package org.edos.app.rest;

import io.javalin.http.Context;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.Explanation;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.Failure;

/** What a question is asked with, and what it is answered with. */
final class QueryCall {
  static final Parameter.Flag EXPLAIN =
      Parameter.flag("explain", "whether to say how the answers were found");
  static final Parameter.Number OFFSET =
      Parameter.number("offset", "how many answers to pass over", 0, 0, Integer.MAX_VALUE);
  private static final Parameter.Text Q = Parameter.text("q", "the query; everything if empty");
  private static final Parameter.Choice LANGUAGE =
      Parameter.choice("language", "of the query; XPath is what begins with /", "simple", "xpath");
  private static final Parameter.Choice KIND =
      Parameter.choice("kind", "units of this kind alone", "package", "utility", "collection");
  private static final Parameter.Text SORT =
      Parameter.text("sort", "relevance, name, version or size; with - before it, from the end");
  private static final Parameter.Text CURSOR =
      Parameter.text("cursor", "where to go on: next of the page before");
  private static final Parameter.Number LIMIT =
      Parameter.number("limit", "how many answers at most", 20, 1, Question.MAX_LIMIT);

  /** All that people may say. */
  static final Parameter[] EVERY = {Q, LANGUAGE, KIND, SORT, CURSOR, OFFSET, LIMIT, EXPLAIN};

  /** What peers say. */
  static final Parameter[] OF_PEERS = {Q, LANGUAGE, KIND, SORT, CURSOR, LIMIT};

  private QueryCall() {}

  /** Answers in one document; {@code next} is empty where there are no more. */
  record Answers(
      long total,
      boolean exact,
      List<ShortAnswer> answers,
      String next,
      double milliseconds,
      Optional<Explanation> explanation) {}

  /** A unit in short. */
  record ShortAnswer(
      UnitId id,
      String name,
      String version,
      String architecture,
      String summary,
      long size,
      List<String> nodes) {}

  /** After the last answer. */
  record End(String next, double milliseconds, Optional<Explanation> explanation) {}

  /** Answers as lines. */
  static Body lines(Class<?> answer) {
    Map<String, Type> members = new LinkedHashMap<>();
    members.put("count", Count.class);
    members.put("answer", answer);
    members.put("end", End.class);
    members.put("", Failure.class);
    return new Body.Lines(members, "The count, each answer, and the end or a failure.");
  }

  static Question question(Context ctx) {
    String sort = SORT.of(ctx);
    String cursor = CURSOR.of(ctx);
    return new Question(
        pattern(ctx),
        sort.isEmpty() ? SortOrder.BEST_FIRST : SortOrder.parse(sort),
        cursor.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(cursor)),
        (int) LIMIT.of(ctx));
  }

  /** The pattern that a call's q, language and kind are. */
  private static TreePattern pattern(Context ctx) {
    return pattern(Q.of(ctx), LANGUAGE.of(ctx).orElse(""), KIND.of(ctx).orElse(""));
  }

  static TreePattern pattern(String text, String language, String kind) {
    TreePattern pattern =
        switch (language) {
          case "" -> TreePattern.canonical(text);
          case "simple" -> TreePattern.parse(text);
          case "xpath" -> TreePattern.xpath(text);
          default -> throw EdosException.usage("language is simple or xpath");
        };
    return switch (kind) {
      case "" -> pattern;
      case "package", "utility", "collection" -> {
        if (!pattern.equals(TreePattern.of(pattern.condition()))) {
          throw EdosException.usage("with XPath the path says the kind: /" + kind + "...");
        }
        yield TreePattern.of(Query.and(List.of(Query.parse("kind:" + kind), pattern.condition())));
      }
      default -> throw EdosException.usage("kind is package, utility or collection");
    };
  }
}
