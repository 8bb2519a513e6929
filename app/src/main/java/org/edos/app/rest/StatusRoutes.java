package org.edos.app.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.edos.actor.Peer;
import org.edos.actor.PeerStatus;
import org.edos.core.EdosException;

/** How the daemon is doing, for people and for supervision. */
final class StatusRoutes implements Routes {
  private final Peer peer;

  StatusRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/status",
            "How this peer is doing",
            Body.json(PeerStatus.class),
            ctx -> Json.send(ctx, peer.status())),
        Route.get(
                "/api/v1/openpgp-key",
                "The publisher's OpenPGP key; publisher only",
                new Body.Raw("application/pgp-keys", true, "the key, armoured"),
                ctx ->
                    Json.send(ctx, "application/pgp-keys", Parameters.publisher(peer).openPgpKey()))
            .by(Access.ANYBODY),
        Route.get(
                "/healthz", "Whether the process lives", Body.text("ok"), ctx -> plain(ctx, "ok\n"))
            .by(Access.ANYBODY),
        Route.get(
                "/readyz",
                "Whether its store and index answer; status 503 if not",
                Body.text("ready"),
                this::ready)
            .by(Access.ANYBODY));
  }

  private void ready(Context ctx) {
    try {
      peer.status();
      plain(ctx, "ready\n");
    } catch (EdosException | IllegalStateException e) {
      ctx.status(503);
      plain(ctx, "not ready: " + e.getMessage() + "\n");
    }
  }

  private static void plain(Context ctx, String text) {
    Json.send(ctx, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
