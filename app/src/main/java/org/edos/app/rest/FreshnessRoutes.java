package org.edos.app.rest;

import java.util.List;
import org.edos.actor.FreshnessReport;
import org.edos.actor.Peer;
import org.edos.core.channel.SignedHead;

/** How new what this peer knows is, and what its publisher signed of that. */
final class FreshnessRoutes implements Routes {
  private final Peer peer;
  private final CallProofs proofs;

  FreshnessRoutes(Peer peer, CallProofs proofs) {
    this.peer = peer;
    this.proofs = proofs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/freshness",
            "At which roots this peer is, and how new its channels are",
            Body.json(FreshnessReport.class),
            ctx -> Json.send(ctx, peer.freshness().report(proofs.of(ctx)))),
        Route.get(
                "/api/v1/channels/{name}/head",
                "How far a channel has come, signed by the publisher",
                Body.json(SignedHead.class),
                ctx -> Json.send(ctx, peer.freshness().head(proofs.of(ctx), ctx.pathParam("name"))))
            .by(Access.ANYBODY));
  }
}
