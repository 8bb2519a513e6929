package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.peer.HeldContents;
import org.edos.physical.peer.PeerJson;
import tools.jackson.core.type.TypeReference;

/**
 * Replica locations, for peers: hints that anybody may give, since contents are checked whoever
 * gave them.
 */
final class LocationRoutes implements Routes {
  /** A hash takes 67 bytes in a JSON list. */
  private static final int MOST_BYTES = 100 * HeldContents.MOST;

  private final Peer peer;

  LocationRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/locations/query",
                "Which peers hold contents",
                Body.list(Sha256.class),
                Body.json(new TypeReference<Map<Sha256, List<URI>>>() {}),
                ctx ->
                    Json.send(
                        ctx,
                        peer.questions()
                            .locate(bounded(Json.readList(ctx, Sha256.class, MOST_BYTES)))))
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/locations",
                "A peer announces contents that it holds",
                Body.json(HeldContents.class),
                Body.nothing(),
                ctx -> {
                  HeldContents held = held(ctx);
                  peer.questions().announceLocations(held.peer(), held.contents());
                  Json.send(ctx, Json.NOTHING);
                })
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/locations/withdraw",
                "A peer no longer holds contents",
                Body.json(HeldContents.class),
                Body.nothing(),
                ctx -> {
                  HeldContents held = held(ctx);
                  peer.questions().withdrawLocations(held.peer(), held.contents());
                  Json.send(ctx, Json.NOTHING);
                })
            .by(Access.ANYBODY));
  }

  private static HeldContents held(Context ctx) throws IOException {
    HeldContents held = PeerJson.readRequest(Json.body(ctx, MOST_BYTES), HeldContents.class);
    bounded(held.contents());
    return held;
  }

  private static List<Sha256> bounded(List<Sha256> contents) {
    if (contents.size() > HeldContents.MOST) {
      throw EdosException.usage(
          "at most " + HeldContents.MOST + " contents in one call; make several");
    }
    return contents;
  }
}
