package org.edos.app.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.actor.Peer;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/** Questions about a unit that is named. */
final class UnitRoutes implements Routes {
  private static final Parameter.Text ID = Parameter.required("id", "the unit's id");
  private static final Parameter.Choice VIEW =
      Parameter.choice(
          "view", "the document as it is signed, or with services' results", "calls", "results");

  private static final Parameter.Text DOCUMENT =
      Parameter.text(
          "document", "the SHA-256 of the document, as a composition names it; as it is signed");

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
                Body.json(UnitView.class),
                this::unit)
            .or(Body.xml("the document alone"))
            .asking(ID, VIEW, DOCUMENT)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/locate",
                "Which peers hold a unit's contents",
                Body.json(Located.class),
                this::locate)
            .asking(ID));
  }

  private static String text(Document document) {
    return new String(document.xml(), StandardCharsets.UTF_8);
  }

  private void unit(Context ctx) {
    UnitId unit = UnitId.parse(ID.of(ctx));
    String named = DOCUMENT.of(ctx);
    Document document =
        named.isEmpty()
            ? peer.questions().show(unit, withResults(ctx))
            : peer.questions().show(unit, new Sha256(named));
    String accept = ctx.header("Accept");
    if (accept != null && accept.contains("application/xml") && !accept.contains("text/html")) {
      Json.send(ctx, "application/xml", document.xml());
    } else {
      Json.send(ctx, new UnitView(document.id(), text(document), MetadataXml.read(document.xml())));
    }
  }

  /** A document is as it is signed unless its results are asked for. */
  private static boolean withResults(Context ctx) {
    return VIEW.of(ctx).map(view -> view.equals("results")).orElse(false);
  }

  private void locate(Context ctx) {
    UnitId unit = UnitId.parse(ID.of(ctx));
    Map<String, List<String>> locations = new TreeMap<>();
    peer.questions()
        .locate(unit)
        .forEach((content, peers) ->
            locations.put(content.hex(), peers.stream().map(Object::toString).sorted().toList()));
    Json.send(ctx, new Located(unit, locations));
  }
}
