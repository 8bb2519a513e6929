package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.channel.Caller;
import org.edos.core.unit.UnitId;

/** Channels, and what is in them. */
final class ChannelRoutes implements Routes {
  private static final int MOST = 10_000;
  private static final int USUAL = 100;

  private record ChannelRequest(String name, Optional<String> description) {}

  private record UnitsRequest(List<UnitId> ids) {
    UnitsRequest {
      ids = List.copyOf(ids);
    }
  }

  private final Peer peer;

  ChannelRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/channels",
                "Every channel",
                "[Channel]",
                ctx -> Json.send(ctx, peer.channels().list(Caller.ANYBODY)))
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/channels",
                "Creates a channel; publisher only",
                "{name, description?}",
                "Channel",
                this::create)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/channels/{name}/units",
                "Adds units to a channel; publisher only",
                "{ids: [ID]}",
                "[ChannelEvent]",
                ctx ->
                    Json.send(
                        ctx,
                        Parameters.publisher(peer)
                            .feedChannel(
                                ctx.pathParam("name"), Json.read(ctx, UnitsRequest.class).ids())))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/channels/{name}/units/remove",
                "Takes units out of a channel; publisher only",
                "{ids: [ID]}",
                "[ChannelEvent]",
                ctx ->
                    Json.send(
                        ctx,
                        Parameters.publisher(peer)
                            .removeFromChannel(
                                ctx.pathParam("name"), Json.read(ctx, UnitsRequest.class).ids())))
            .by(Access.TOKEN),
        Route.get(
                "/api/v1/channels/{name}/events",
                "A channel's events after an id",
                "[ChannelEvent]",
                this::events)
            .asking("after", "limit")
            .by(Access.ANYBODY));
  }

  private void create(Context ctx) throws IOException {
    ChannelRequest request = Json.read(ctx, ChannelRequest.class);
    Json.send(
        ctx,
        Parameters.publisher(peer).createChannel(request.name(), request.description().orElse("")));
  }

  private void events(Context ctx) {
    Json.send(
        ctx, peer.channels().events(Caller.ANYBODY, ctx.pathParam("name"), after(ctx), limit(ctx)));
  }

  private static long after(Context ctx) {
    return Parameters.number(ctx, "after", 0, 0, Long.MAX_VALUE);
  }

  private static int limit(Context ctx) {
    return (int) Parameters.number(ctx, "limit", USUAL, 1, MOST);
  }
}
