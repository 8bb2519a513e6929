package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Cursor;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.DocumentPage;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.WrittenDocument;

/** Questions about units. */
final class QueryRoutes implements Routes {
  private static final int MOST = 10_000;
  private static final int USUAL = 20;

  private record ShortAnswer(
      UnitId id, String name, String version, String architecture, String summary, long size) {}

  private record ShortPage(long total, List<ShortAnswer> answers, double milliseconds) {}

  private record UnitView(UnitId id, String xml, UnitMetadata metadata) {}

  private record Located(UnitId id, Map<String, List<String>> locations) {}

  private final Peer peer;

  QueryRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/query",
                "Units that match a query",
                "{total, answers: [{id, name, version, architecture, summary, size}],"
                    + " milliseconds}",
                this::query)
            .asking("q", "sort", "after", "offset", "limit"),
        Route.get(
                "/api/v1/query/documents",
                "Units that match a query, with their documents: what peers use",
                "{total, exact, documents: [{id, xml}], next}",
                this::documents)
            .asking("q", "sort", "after", "limit")
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/units",
                "A unit; view=results with what the services answer that its document calls",
                "{id, xml, metadata}; XML alone with Accept: application/xml",
                this::unit)
            .asking("id", "view")
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/locate",
                "Which peers hold a unit's contents",
                "{id, locations: {SHA256: [URI]}}",
                this::locate)
            .asking("id"));
  }

  private static Question question(Context ctx) {
    String sort = Parameters.text(ctx, "sort");
    String after = Parameters.text(ctx, "after");
    return new Question(
        TreePattern.canonical(Parameters.text(ctx, "q")),
        sort.isEmpty() ? SortOrder.BEST_FIRST : SortOrder.parse(sort),
        after.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(after)),
        (int) Parameters.number(ctx, "limit", USUAL, 1, MOST));
  }

  private void query(Context ctx) {
    long started = System.nanoTime();
    int offset = (int) Parameters.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
    Question question = question(ctx);
    Optional<Question> rest = passOver(question, offset);
    AnswerPage page = peer.ask(rest.orElse(question)).page();
    List<Document> shown = rest.isPresent() ? page.documents() : List.of();
    double milliseconds = Math.round((System.nanoTime() - started) / 1e3) / 1e3;
    Json.send(
        ctx,
        new ShortPage(
            page.count().units(), shown.stream().map(QueryRoutes::shortly).toList(), milliseconds));
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

  private static ShortAnswer shortly(Document document) {
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
        document.id(), document.id().name(), document.id().version(), architecture, summary, size);
  }

  private void documents(Context ctx) throws IOException {
    AnswerPage page = peer.ask(question(ctx)).page();
    ctx.contentType("application/json");
    ctx.header("Cache-Control", "no-store");
    List<WrittenDocument> written =
        page.documents().stream()
            .map(document -> new WrittenDocument(document.id(), text(document)))
            .toList();
    PeerJson.write(
        new DocumentPage(
            page.count().units(),
            page.count().exact(),
            written,
            page.next().map(Cursor::toString).orElse("")),
        ctx.res().getOutputStream());
  }

  private static String text(Document document) {
    return new String(document.xml(), StandardCharsets.UTF_8);
  }

  private void unit(Context ctx) {
    Document document = peer.show(UnitId.parse(Parameters.required(ctx, "id")), withResults(ctx));
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains("application/xml") && !accept.contains("text/html")) {
      Json.send(ctx, "application/xml", document.xml());
    } else {
      Json.send(ctx, new UnitView(document.id(), text(document), MetadataXml.read(document.xml())));
    }
  }

  /** A document is as it is signed unless its results are asked for. */
  private static boolean withResults(Context ctx) {
    return switch (Parameters.text(ctx, "view")) {
      case "", "calls" -> false;
      case "results" -> true;
      default -> throw EdosException.usage("view is calls or results");
    };
  }

  private void locate(Context ctx) {
    UnitId unit = UnitId.parse(Parameters.required(ctx, "id"));
    Map<String, List<String>> locations = new TreeMap<>();
    peer.locate(unit)
        .forEach((content, peers) ->
            locations.put(content.hex(), peers.stream().map(Object::toString).sorted().toList()));
    Json.send(ctx, new Located(unit, locations));
  }
}
