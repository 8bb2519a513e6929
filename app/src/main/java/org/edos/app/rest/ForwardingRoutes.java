package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.Forwarding;
import org.edos.core.channel.MailState;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.WebhookState;

/** Where what arrives in the inbox is passed on to. */
public final class ForwardingRoutes implements Routes {
  private record WebhookRequest(URI url, Optional<Set<String>> channels) {}

  /** Nothing where mail is not set up. */
  private record Mail(Optional<MailState> digests) {}

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
                Body.list(WebhookState.class),
                ctx -> Pages.send(ctx, forwarding.webhooks(), state -> state.webhook().id()))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/webhooks",
                "Adds a webhook: what arrives from now on is POSTed to it",
                Body.json(WebhookRequest.class),
                Body.json(NewWebhook.class),
                this::add)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/webhooks/{id}",
            "Ends a webhook",
            Body.nothing(),
            ctx -> {
              forwarding.removeWebhook(ctx.pathParam("id"));
              Json.send(ctx, Json.NOTHING);
            }),
        Route.get(
                "/api/v1/mail",
                "How far digests were sent by mail",
                Body.json(Mail.class),
                ctx -> Json.send(ctx, new Mail(forwarding.mail())))
            .by(Access.TOKEN));
  }

  private void add(Context ctx) throws IOException {
    WebhookRequest request = Json.read(ctx, WebhookRequest.class);
    Json.send(ctx, forwarding.addWebhook(request.url(), request.channels().orElse(Set.of())));
  }
}
