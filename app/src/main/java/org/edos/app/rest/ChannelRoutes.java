package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.Peer;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;

/** Channels, and what is in them. */
final class ChannelRoutes implements Routes {
  private static final int MOST_BYTES = 4 << 20;
  private static final byte[] NO_BODY = {};

  private record ChannelRequest(
      String name, Optional<String> description, Optional<Rights> rights) {}

  private record ChangeRequest(
      Optional<String> description,
      Optional<Map<Grantee, Right>> grants,
      Optional<Set<Grantee>> revoked) {
    ChannelChange change() {
      return new ChannelChange(description, grants.orElse(Map.of()), revoked.orElse(Set.of()));
    }
  }

  private record UnitsRequest(List<UnitId> ids) {
    UnitsRequest {
      ids = List.copyOf(ids);
    }
  }

  private final Peer peer;
  private final CallProofs proofs;

  ChannelRoutes(Peer peer, CallProofs proofs) {
    this.peer = peer;
    this.proofs = proofs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/channels",
                "Every channel that the caller may read",
                Body.list(Channel.class),
                ctx -> Pages.send(ctx, peer.channels().list(proofs.of(ctx)), Channel::name))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/channels",
                "Creates a channel; publisher only",
                Body.json(ChannelRequest.class),
                Body.json(Channel.class),
                this::create)
            .by(Access.TOKEN),
        Route.get(
                "/api/v1/channels/{name}",
                "A channel, and units that are in it",
                Body.json(ChannelDescription.class),
                this::describe)
            .asking(Pages.AFTER, Pages.USUAL)
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/channels/{name}",
                "Changes a channel's description and rights",
                Body.json(ChangeRequest.class),
                Body.json(Channel.class),
                this::change)
            .by(Access.SIGNED),
        Route.delete(
                "/api/v1/channels/{name}",
                "Deletes a channel with all that it told",
                Body.nothing(),
                this::delete)
            .by(Access.SIGNED),
        Route.post(
                "/api/v1/channels/{name}/units",
                "Adds units to a channel",
                Body.json(UnitsRequest.class),
                Body.list(ChannelEvent.class),
                ctx -> units(ctx, peer.keeping(Parameters.from(ctx))::add))
            .by(Access.SIGNED),
        Route.post(
                "/api/v1/channels/{name}/units/remove",
                "Takes units out of a channel; tells of those that were in it",
                Body.json(UnitsRequest.class),
                Body.list(ChannelEvent.class),
                ctx -> units(ctx, peer.keeping(Parameters.from(ctx))::remove))
            .by(Access.SIGNED),
        Route.get(
                "/api/v1/channels/{name}/events",
                "A channel's events after an id",
                Body.list(ChannelEvent.class),
                this::events)
            .asking(Pages.AFTER, Pages.USUAL)
            .by(Access.ANYBODY));
  }

  private void create(Context ctx) throws IOException {
    ChannelRequest request = Json.read(ctx, ChannelRequest.class);
    Json.send(
        ctx,
        peer.keeping(Parameters.from(ctx))
            .create(
                proofs.of(ctx),
                request.name(),
                request.description().orElse(""),
                request.rights().orElse(Rights.PUBLIC)));
  }

  private void describe(Context ctx) {
    int limit = (int) Pages.USUAL.of(ctx);
    ChannelDescription described =
        peer.channels().describe(proofs.of(ctx), ctx.pathParam("name"), Pages.AFTER.of(ctx), limit);
    if (described.units().size() >= limit) {
      Pages.link(ctx, Long.toString(described.units().getLast().event()));
    }
    Json.send(ctx, described);
  }

  private void change(Context ctx) throws IOException {
    byte[] body = Json.body(ctx, Json.SMALL);
    Caller caller = proofs.once(ctx, body);
    ChannelChange change = PeerJson.readRequest(body, ChangeRequest.class).change();
    Json.send(
        ctx, peer.keeping(Parameters.from(ctx)).change(caller, ctx.pathParam("name"), change));
  }

  private void delete(Context ctx) {
    peer.keeping(Parameters.from(ctx)).delete(proofs.once(ctx, NO_BODY), ctx.pathParam("name"));
    Json.send(ctx, Json.NOTHING);
  }

  /** What is done with units of a channel. */
  private interface UnitsWish {
    List<ChannelEvent> of(Caller caller, String channel, List<UnitId> units);
  }

  private void units(Context ctx, UnitsWish wish) throws IOException {
    byte[] body = Json.body(ctx, MOST_BYTES);
    Caller caller = proofs.once(ctx, body);
    List<UnitId> ids = PeerJson.readRequest(body, UnitsRequest.class).ids();
    Json.send(ctx, wish.of(caller, ctx.pathParam("name"), ids));
  }

  private void events(Context ctx) {
    int limit = (int) Pages.USUAL.of(ctx);
    List<ChannelEvent> page =
        peer.channels().events(proofs.of(ctx), ctx.pathParam("name"), Pages.AFTER.of(ctx), limit);
    Pages.send(ctx, page, limit, ChannelEvent::id);
  }
}
