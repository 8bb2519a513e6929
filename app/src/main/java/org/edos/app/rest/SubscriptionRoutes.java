package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;

/** This peer's subscriptions, and what they brought. */
final class SubscriptionRoutes implements Routes {
  private static final Parameter.Flag UNREAD =
      Parameter.flag("unread", "only what is not marked as read");

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

  private record TermsRequest(
      Optional<String> filter, Optional<Duration> every, Subscription.Action action) {
    Subscription.Terms terms(Subscription before) {
      return new Subscription.Terms(
          before.channel(), filter.orElse(""), before.scope(), every, action);
    }
  }

  private record ReadRequest(long first, long last) {}

  private record Marked(long marked) {}

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
                Body.list(Subscription.class),
                ctx -> Pages.send(ctx, peer.channels().subscriptions(), Subscription::id))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/subscriptions",
                "Subscribes to a channel",
                Body.json(SubscribeRequest.class),
                Body.json(Subscription.class),
                this::subscribe)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/subscriptions/{id}",
                "Gives a subscription other terms, under another id; it goes on from where it is",
                Body.json(TermsRequest.class),
                Body.json(Subscription.class),
                this::change)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/subscriptions/{id}",
            "Ends a subscription",
            Body.nothing(),
            ctx -> {
              peer.channels().unsubscribe(ctx.pathParam("id"));
              Json.send(ctx, Json.NOTHING);
            }),
        Route.get(
                "/api/v1/inbox",
                "What arrived after a number",
                Body.list(Notification.class),
                this::inbox)
            .asking(Pages.AFTER, Pages.USUAL, UNREAD)
            .by(Access.TOKEN),
        Route.get(
                "/api/v1/inbox/summary",
                "How much arrived",
                Body.json(InboxSummary.class),
                ctx -> Json.send(ctx, peer.channels().inbox()))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/inbox/read",
                "Marks what arrived as read",
                Body.json(ReadRequest.class),
                Body.json(Marked.class),
                this::markRead)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/inbox/{number}/retry",
                "Has a notification's action done again",
                Body.json(Notification.class),
                ctx -> Json.send(ctx, peer.channels().repeat(number(ctx))))
            .by(Access.TOKEN));
  }

  private void subscribe(Context ctx) throws IOException {
    Json.send(ctx, peer.channels().subscribe(Json.read(ctx, SubscribeRequest.class).terms()));
  }

  private void change(Context ctx) throws IOException {
    String id = ctx.pathParam("id");
    Subscription before =
        peer.channels().subscriptions().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> EdosException.notFound("no subscription '" + id + "'"));
    Json.send(ctx, peer.channels().change(id, Json.read(ctx, TermsRequest.class).terms(before)));
  }

  private void inbox(Context ctx) {
    long after = Pages.AFTER.of(ctx);
    int limit = (int) Pages.USUAL.of(ctx);
    List<Notification> found =
        UNREAD.of(ctx)
            ? peer.channels().unread(after, limit)
            : peer.channels().notifications(after, limit);
    Pages.send(ctx, found, limit, Notification::number);
  }

  private void markRead(Context ctx) throws IOException {
    ReadRequest request = Json.read(ctx, ReadRequest.class);
    Json.send(ctx, new Marked(peer.channels().markRead(request.first(), request.last())));
  }

  private static long number(Context ctx) {
    try {
      return Long.parseLong(ctx.pathParam("number"));
    } catch (NumberFormatException e) {
      throw EdosException.usage("a notification's number is a whole number");
    }
  }
}
