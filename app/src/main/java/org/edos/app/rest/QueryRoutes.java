package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.WrittenDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions: as one JSON document, or as JSON lines while the answers are found, one {@code
 * {"count"}}, an {@code {"answer"}} each, and one {@code {"end"}} or a failure.
 */
final class QueryRoutes implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRoutes.class);
  private static final int MOST = Question.MAX_LIMIT;
  private static final int USUAL = 20;
  private static final int FLUSHED_EVERY = 50;
  private static final String LINES = "application/x-ndjson";

  private record ShortAnswer(
      UnitId id,
      String name,
      String version,
      String architecture,
      String summary,
      long size,
      List<String> nodes) {}

  private record XQueryRequest(
      String query, Optional<String> language, Optional<String> kind, String xquery) {}

  private final Peer peer;

  QueryRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/query",
                "Units that match a query; JSON lines as they are found with Accept:"
                    + " application/x-ndjson",
                "{total, exact, answers: [{id, name, version, architecture, summary, size, nodes}],"
                    + " next, milliseconds, explanation?}",
                this::query)
            .asking("q", "language", "kind", "sort", "cursor", "offset", "limit", "explain"),
        Route.get(
                "/api/v1/query/documents",
                "Units that match a query, with their documents, as JSON lines: what peers use",
                "lines {count: {units, exact}}, {answer: {id, xml}}, {end: {next, explanation}}",
                this::documents)
            .asking("q", "language", "kind", "sort", "cursor", "limit")
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/xquery",
                "Evaluates an XQuery 3.1 over the documents that a query selects, its $documents",
                "{query, language?, kind?, xquery}",
                "{documents, items: [TEXT]}",
                this::xquery)
            .by(Access.TOKEN));
  }

  private static Question question(Context ctx) {
    String sort = Parameters.text(ctx, "sort");
    String cursor = Parameters.text(ctx, "cursor");
    return new Question(
        pattern(ctx),
        sort.isEmpty() ? SortOrder.BEST_FIRST : SortOrder.parse(sort),
        cursor.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(cursor)),
        (int) Parameters.number(ctx, "limit", USUAL, 1, MOST));
  }

  /** The pattern that a call's q, language and kind are. */
  private static TreePattern pattern(Context ctx) {
    return pattern(
        Parameters.text(ctx, "q"), Parameters.text(ctx, "language"), Parameters.text(ctx, "kind"));
  }

  private static TreePattern pattern(String text, String language, String kind) {
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

  private void xquery(Context ctx) throws IOException {
    XQueryRequest request = Json.read(ctx, XQueryRequest.class);
    TreePattern pattern =
        pattern(request.query(), request.language().orElse(""), request.kind().orElse(""));
    Json.send(ctx, peer.xquery(pattern, request.xquery()));
  }

  private void query(Context ctx) throws IOException {
    long started = System.nanoTime();
    boolean explain = Parameters.text(ctx, "explain").equals("true");
    int offset = (int) Parameters.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
    Question question = question(ctx);
    Optional<Question> rest = passOver(question, offset);
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains(LINES) && rest.isPresent()) {
      stream(ctx, rest.get(), QueryRoutes::shortly, explain, started);
      return;
    }
    AnswerPage page = peer.ask(rest.orElse(question)).page();
    List<ShortAnswer> shown = new ArrayList<>();
    if (rest.isPresent()) {
      page.answers().forEach(answer -> shown.add(shortly(answer)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("total", page.count().units());
    body.put("exact", page.count().exact());
    body.put("answers", shown);
    body.put("next", rest.flatMap(r -> page.next()).map(Cursor::toString).orElse(""));
    body.put("milliseconds", milliseconds(started));
    if (explain) {
      body.put("explanation", page.explanation());
    }
    Json.send(ctx, body);
  }

  private static double milliseconds(long started) {
    return Math.round((System.nanoTime() - started) / 1e3) / 1e3;
  }

  /** The question for the answers after so many, unless there are none. */
  private Optional<Question> passOver(Question question, int offset) {
    Question rest = question;
    for (int left = offset; left > 0; left -= Math.min(left, MOST)) {
      Question passed =
          new Question(rest.pattern(), rest.sort(), rest.after(), Math.min(left, MOST));
      Optional<Cursor> next = peer.ask(passed).page().next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      rest = rest.from(next.get());
    }
    return Optional.of(rest);
  }

  private static ShortAnswer shortly(Answer answer) {
    Document document = answer.document();
    String architecture = document.id() instanceof PackageId id ? id.architecture() : "";
    UnitMetadata metadata = MetadataXml.read(document.xml());
    String summary = metadata instanceof PackageMetadata p ? p.summary() : "";
    long size =
        switch (metadata) {
          case PackageMetadata p -> p.size();
          case UtilityMetadata u -> u.size();
          default -> 0;
        };
    return new ShortAnswer(
        document.id(),
        document.id().name(),
        document.id().version(),
        architecture,
        summary,
        size,
        answer.nodes());
  }

  private void documents(Context ctx) throws IOException {
    stream(ctx, question(ctx), QueryRoutes::written, true, System.nanoTime());
  }

  private static WrittenDocument written(Answer answer) {
    return new WrittenDocument(
        answer.document().id(), new String(answer.document().xml(), StandardCharsets.UTF_8));
  }

  /** What fails before the first answer is a failure of the call; afterwards it is a line. */
  private void stream(
      Context ctx, Question question, Function<Answer, ?> shown, boolean explain, long started)
      throws IOException {
    try (AnswerStream answers = peer.ask(question)) {
      boolean any = answers.hasNext();
      ctx.contentType(LINES);
      ctx.header("Cache-Control", "no-store");
      if (ctx.req().getMethod().equals("HEAD")) {
        return;
      }
      OutputStream out = ctx.res().getOutputStream();
      line(out, Map.of("count", answers.count()));
      try {
        for (int given = 1; any; given++) {
          line(out, Map.of("answer", shown.apply(answers.next())));
          any = answers.hasNext();
          if (given == 1 || given % FLUSHED_EVERY == 0) {
            out.flush();
          }
        }
        line(out, Map.of("end", end(answers, explain, started)));
      } catch (EdosException e) {
        line(out, Failures.failure(e));
      } catch (RuntimeException e) {
        LOG.error("answering {} failed", question.pattern(), e);
        line(out, Failures.internal());
      }
      out.flush();
    }
  }

  private static Map<String, Object> end(AnswerStream answers, boolean explain, long started) {
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("next", answers.cursor().map(Cursor::toString).orElse(""));
    end.put("milliseconds", milliseconds(started));
    if (explain) {
      end.put("explanation", answers.explanation());
    }
    return end;
  }

  private static void line(OutputStream out, Object value) throws IOException {
    out.write(PeerJson.write(value));
    out.write('\n');
  }
}
