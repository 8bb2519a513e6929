package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.Forwarding;

/** Where what arrives in the inbox is passed on to. */
public final class ForwardingRoutes implements Routes {
  private record WebhookRequest(URI url, Optional<Set<String>> channels) {}

  private final Forwarding forwarding;

  /** Routes to this. */
  public ForwardingRoutes(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/webhooks",
                "The webhooks and how far each was told",
                "[WebhookState]",
                ctx -> Json.send(ctx, forwarding.webhooks()))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/webhooks",
                "Adds a webhook: what arrives from now on is POSTed to it",
                "{url, channels?}",
                "{webhook, secret}",
                this::add)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/webhooks/{id}",
            "Ends a webhook",
            "{}",
            ctx -> {
              forwarding.removeWebhook(ctx.pathParam("id"));
              Json.send(ctx, Json.NOTHING);
            }),
        Route.get(
                "/api/v1/mail",
                "How far digests were sent by mail",
                "MailState; {} where mail is not set up",
                ctx ->
                    Json.send(ctx, forwarding.mail().map(Object.class::cast).orElse(Json.NOTHING)))
            .by(Access.TOKEN));
  }

  private void add(Context ctx) throws IOException {
    WebhookRequest request = Json.read(ctx, WebhookRequest.class);
    Json.send(ctx, forwarding.addWebhook(request.url(), request.channels().orElse(Set.of())));
  }
}
