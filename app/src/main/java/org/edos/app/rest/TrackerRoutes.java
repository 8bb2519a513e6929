package org.edos.app.rest;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.edos.actor.Peer;

/** The tracker of the publisher's swarms. */
final class TrackerRoutes implements Routes {
  private final Peer peer;

  TrackerRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/announce",
                "A peer of a swarm announces itself; publisher only",
                Body.text("bencoded (BEP 3)"),
                this::announce)
            .by(Access.ANYBODY),
        Route.get(
                "/scrape",
                "How many peers swarms have; publisher only",
                Body.text("bencoded (BEP 48)"),
                this::scrape)
            .by(Access.ANYBODY));
  }

  private void announce(Context ctx) throws UnknownHostException {
    // An address in its written form, so that no name is looked up.
    InetAddress from = InetAddress.getByName(ctx.req().getRemoteAddr());
    Json.send(ctx, "text/plain", Parameters.publisher(peer).trackerAnnounce(rawQuery(ctx), from));
  }

  private void scrape(Context ctx) {
    Json.send(ctx, "text/plain", Parameters.publisher(peer).trackerScrape(rawQuery(ctx)));
  }

  private static String rawQuery(Context ctx) {
    String query = ctx.req().getQueryString();
    return query == null ? "" : query;
  }
}
