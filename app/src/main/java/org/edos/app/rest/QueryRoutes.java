package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.Peer;
import org.edos.actor.XQueryResult;
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
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.PackageId;
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
  private static final int FLUSHED_EVERY = 50;
  private static final String LINES = "application/x-ndjson";

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
                Body.json(QueryCall.Answers.class),
                this::query)
            .or(QueryCall.lines(QueryCall.ShortAnswer.class))
            .asking(QueryCall.EVERY),
        Route.get(
                "/api/v1/query/documents",
                "Units that match a query, with their documents, as JSON lines: what peers use",
                QueryCall.lines(WrittenDocument.class),
                this::documents)
            .asking(QueryCall.OF_PEERS)
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/xquery",
                "Evaluates an XQuery 3.1 over the documents that a query selects, its $documents",
                Body.json(XQueryRequest.class),
                Body.json(XQueryResult.class),
                this::xquery)
            .by(Access.TOKEN)
            .within(Within.READ));
  }

  private void xquery(Context ctx) throws IOException {
    XQueryRequest request = Json.read(ctx, XQueryRequest.class);
    TreePattern pattern =
        QueryCall.pattern(
            request.query(), request.language().orElse(""), request.kind().orElse(""));
    Json.send(ctx, peer.questions().xquery(pattern, request.xquery()));
  }

  private void query(Context ctx) throws IOException {
    long started = System.nanoTime();
    boolean explain = QueryCall.EXPLAIN.of(ctx);
    int offset = (int) QueryCall.OFFSET.of(ctx);
    Question question = QueryCall.question(ctx);
    Optional<Question> rest = passOver(question, offset);
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains(LINES) && rest.isPresent()) {
      stream(ctx, rest.get(), QueryRoutes::shortly, explain, started);
      return;
    }
    AnswerPage page = peer.questions().ask(rest.orElse(question)).page();
    List<QueryCall.ShortAnswer> shown = new ArrayList<>();
    if (rest.isPresent()) {
      page.answers().forEach(answer -> shown.add(shortly(answer)));
    }
    QueryCall.Answers body =
        new QueryCall.Answers(
            page.count().units(),
            page.count().exact(),
            shown,
            rest.flatMap(r -> page.next()).map(Cursor::toString).orElse(""),
            milliseconds(started),
            explain ? Optional.of(page.explanation()) : Optional.empty());
    if (!body.next().isEmpty()) {
      Pages.link(ctx, body.next());
    }
    Json.send(ctx, body);
  }

  static double milliseconds(long started) {
    return Math.round((System.nanoTime() - started) / 1e3) / 1e3;
  }

  /** The question for the answers after so many, unless there are none. */
  private Optional<Question> passOver(Question question, int offset) {
    Question rest = question;
    for (int left = offset; left > 0; left -= Math.min(left, MOST)) {
      Question passed =
          new Question(rest.pattern(), rest.sort(), rest.after(), Math.min(left, MOST));
      Optional<Cursor> next = peer.questions().ask(passed).page().next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      rest = rest.from(next.get());
    }
    return Optional.of(rest);
  }

  static QueryCall.ShortAnswer shortly(Answer answer) {
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
    return new QueryCall.ShortAnswer(
        document.id(),
        document.id().name(),
        document.id().version(),
        architecture,
        summary,
        size,
        answer.nodes());
  }

  private void documents(Context ctx) throws IOException {
    stream(ctx, QueryCall.question(ctx), QueryRoutes::written, true, System.nanoTime());
  }

  private static WrittenDocument written(Answer answer) {
    return new WrittenDocument(
        answer.document().id(), new String(answer.document().xml(), StandardCharsets.UTF_8));
  }

  /** What fails before the first answer is a failure of the call; afterwards it is a line. */
  private void stream(
      Context ctx, Question question, Function<Answer, ?> shown, boolean explain, long started)
      throws IOException {
    try (AnswerStream answers = peer.questions().ask(question)) {
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

  private static QueryCall.End end(AnswerStream answers, boolean explain, long started) {
    return new QueryCall.End(
        answers.cursor().map(Cursor::toString).orElse(""),
        milliseconds(started),
        explain ? Optional.of(answers.explanation()) : Optional.empty());
  }

  private static void line(OutputStream out, Object value) throws IOException {
    out.write(PeerJson.write(value));
    out.write('\n');
  }
}
