package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.AccessTokens;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/** The tokens of programs, which the owner alone makes and revokes. */
final class TokenRoutes implements Routes {
  private record TokenRequest(String name, Set<Scope> scopes, Optional<Duration> validity) {}

  private final Peer peer;
  private final AccessTokens tokens;

  TokenRoutes(Peer peer, AccessTokens tokens) {
    this.peer = peer;
    this.tokens = tokens;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/tokens",
                "The tokens of programs, without their secrets",
                Body.list(AccessToken.class),
                ctx -> Pages.send(ctx, tokens.list(), AccessToken::name))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.TOKEN)
            .within(Within.NONE),
        Route.post(
                "/api/v1/tokens",
                "Makes a token for a program; its secret is told this once",
                Body.json(TokenRequest.class),
                Body.json(AccessTokens.NewToken.class),
                this::create)
            .by(Access.TOKEN)
            .within(Within.NONE),
        Route.delete(
                "/api/v1/tokens/{name}",
                "Revokes a token at once",
                Body.nothing(),
                ctx -> {
                  revoke(ctx, ctx.pathParam("name"));
                  Json.send(ctx, Json.NOTHING);
                })
            .within(Within.NONE));
  }

  private void create(Context ctx) throws IOException {
    TokenRequest request = Json.read(ctx, TokenRequest.class);
    Json.send(
        ctx,
        peer instanceof Publisher
            ? Parameters.by(ctx, peer)
                .createToken(tokens, request.name(), request.scopes(), request.validity())
            : tokens.create(request.name(), request.scopes(), request.validity()));
  }

  /** On a publisher, with a line in its audit log. */
  private void revoke(Context ctx, String name) {
    if (peer instanceof Publisher) {
      Parameters.by(ctx, peer).revokeToken(tokens, name);
    } else {
      tokens.revoke(name);
    }
  }
}
