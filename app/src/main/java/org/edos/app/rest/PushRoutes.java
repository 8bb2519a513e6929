package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.SignedOffer;
import org.edos.core.unit.UnitId;

/** Pushing: a publisher has chosen peers fetch something, and peers take such offers. */
final class PushRoutes implements Routes {
  private record PushRequest(
      Optional<List<UnitId>> ids, List<String> to, Optional<Double> windowSeconds) {}

  private record Offered(PeerId peer) {}

  private final Peer peer;

  PushRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/releases/{name}/{version}/push",
                "Has chosen peers fetch a release, or units of it; publisher only. They are named"
                    + " by address, as members of the indexing network, or as mirrors or mirrors:N",
                Body.json(PushRequest.class),
                Body.json(Pushed.class),
                this::push)
            .by(Access.TOKEN)
            .within(Within.PUBLISH),
        Route.post(
                "/api/v1/offers",
                "Offers this peer something of the publisher that it trusts",
                Body.json(SignedOffer.class),
                Body.json(Offered.class),
                this::offer)
            .by(Access.ANYBODY));
  }

  private void push(Context ctx) throws IOException {
    PushRequest request = Json.read(ctx, PushRequest.class);
    Json.send(
        ctx,
        Parameters.by(ctx, peer)
            .push(
                Parameters.release(ctx),
                request.ids().orElse(List.of()),
                request.to(),
                Parameters.window(request.windowSeconds())));
  }

  private void offer(Context ctx) throws IOException {
    Json.send(ctx, new Offered(peer.acceptOffer(Json.read(ctx, SignedOffer.class))));
  }
}
