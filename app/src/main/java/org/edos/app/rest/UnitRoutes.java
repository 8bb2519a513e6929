package org.edos.app.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.unit.UnitId;

/** Questions about a unit that is named. */
final class UnitRoutes implements Routes {
  private record UnitView(UnitId id, String xml, UnitMetadata metadata) {}

  private record Located(UnitId id, Map<String, List<String>> locations) {}

  private final Peer peer;

  UnitRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
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
