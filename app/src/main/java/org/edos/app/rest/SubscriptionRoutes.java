package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;

/** This peer's subscriptions, and what they brought. */
final class SubscriptionRoutes implements Routes {
  private static final int MOST = 10_000;
  private static final int USUAL = 100;

  private record SubscribeRequest(
      String channel,
      Optional<String> filter,
      Optional<Subscription.Scope> scope,
      Optional<Duration> every,
      Subscription.Action action) {
    Subscription.Terms terms() {
      return new Subscription.Terms(
          channel, filter.orElse(""), scope.orElse(Subscription.Scope.NEW), every, action);
    }
  }

  private record ReadRequest(long first, long last) {}

  private final Peer peer;

  SubscriptionRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/subscriptions",
                "This peer's subscriptions",
                "[Subscription]",
                ctx -> Json.send(ctx, peer.channels().subscriptions()))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/subscriptions",
                "Subscribes to a channel",
                "{channel, filter?, scope?, every?, action}",
                "Subscription",
                this::subscribe)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/subscriptions/{id}",
            "Ends a subscription",
            "{}",
            ctx -> {
              peer.channels().unsubscribe(ctx.pathParam("id"));
              Json.send(ctx, Json.NOTHING);
            }),
        Route.get("/api/v1/inbox", "What arrived after a number", "[Notification]", this::inbox)
            .asking("after", "limit", "unread")
            .by(Access.TOKEN),
        Route.get(
                "/api/v1/inbox/summary",
                "How much arrived",
                "{newest, unread}",
                ctx -> Json.send(ctx, peer.channels().inbox()))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/inbox/read",
                "Marks what arrived as read",
                "{first, last}",
                "{marked}",
                this::markRead)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/inbox/{number}/retry",
                "Has a notification's action done again",
                "",
                "Notification",
                ctx -> Json.send(ctx, peer.channels().repeat(number(ctx))))
            .by(Access.TOKEN));
  }

  private void subscribe(Context ctx) throws IOException {
    Json.send(ctx, peer.channels().subscribe(Json.read(ctx, SubscribeRequest.class).terms()));
  }

  private void inbox(Context ctx) {
    long after = Parameters.number(ctx, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) Parameters.number(ctx, "limit", USUAL, 1, MOST);
    List<Notification> found =
        Parameters.text(ctx, "unread").equals("true")
            ? peer.channels().unread(after, limit)
            : peer.channels().notifications(after, limit);
    Json.send(ctx, found);
  }

  private void markRead(Context ctx) throws IOException {
    ReadRequest request = Json.read(ctx, ReadRequest.class);
    Json.send(ctx, Map.of("marked", peer.channels().markRead(request.first(), request.last())));
  }

  private static long number(Context ctx) {
    try {
      return Long.parseLong(ctx.pathParam("number"));
    } catch (NumberFormatException e) {
      throw EdosException.usage("a notification's number is a whole number");
    }
  }
}
