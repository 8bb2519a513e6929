package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.actor.Peer;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Answers;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.DocumentPage;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.WrittenDocument;

/** Questions about units. */
final class QueryRoutes implements Routes {
  private static final int MOST = 10_000;
  private static final int USUAL = 20;

  private record Answer(
      UnitId id, String name, String version, String architecture, String summary, long size) {}

  private record AnswerPage(long total, List<Answer> answers, double milliseconds) {}

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
            .asking("q", "offset", "limit"),
        Route.get(
                "/api/v1/query/documents",
                "Units that match a query, with their documents: what peers use",
                "{total, documents: [{id, xml}]}",
                this::documents)
            .asking("q", "offset", "limit")
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/units",
                "A unit",
                "{id, xml, metadata}; XML alone with Accept: application/xml",
                this::unit)
            .asking("id")
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/locate",
                "Which peers hold a unit's contents",
                "{id, locations: {SHA256: [URI]}}",
                this::locate)
            .asking("id"));
  }

  private Answers answers(Context ctx) {
    return peer.query(
        Parameters.text(ctx, "q"),
        (int) Parameters.number(ctx, "offset", 0, 0, Integer.MAX_VALUE),
        (int) Parameters.number(ctx, "limit", USUAL, 1, MOST));
  }

  private void query(Context ctx) {
    long started = System.nanoTime();
    Answers answers = answers(ctx);
    double milliseconds = Math.round((System.nanoTime() - started) / 1e3) / 1e3;
    Json.send(
        ctx,
        new AnswerPage(
            answers.total(),
            answers.documents().stream().map(QueryRoutes::answer).toList(),
            milliseconds));
  }

  private static Answer answer(Document document) {
    String architecture = document.id() instanceof PackageId id ? id.architecture() : "";
    UnitMetadata metadata = MetadataXml.read(document.xml());
    String summary = metadata instanceof PackageMetadata p ? p.summary() : "";
    long size =
        switch (metadata) {
          case PackageMetadata p -> p.size();
          case UtilityMetadata u -> u.size();
          default -> 0;
        };
    return new Answer(
        document.id(), document.id().name(), document.id().version(), architecture, summary, size);
  }

  private void documents(Context ctx) throws IOException {
    Answers answers = answers(ctx);
    ctx.contentType("application/json");
    ctx.header("Cache-Control", "no-store");
    List<WrittenDocument> written =
        answers.documents().stream()
            .map(document -> new WrittenDocument(document.id(), text(document)))
            .toList();
    PeerJson.write(new DocumentPage(answers.total(), written), ctx.res().getOutputStream());
  }

  private static String text(Document document) {
    return new String(document.xml(), StandardCharsets.UTF_8);
  }

  private void unit(Context ctx) {
    Document document = peer.show(UnitId.parse(Parameters.required(ctx, "id")));
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains("application/xml") && !accept.contains("text/html")) {
      Json.send(ctx, "application/xml", document.xml());
    } else {
      Json.send(ctx, new UnitView(document.id(), text(document), MetadataXml.read(document.xml())));
    }
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
