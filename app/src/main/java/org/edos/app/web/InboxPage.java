package org.edos.app.web;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.edos.actor.Peer;
import org.edos.app.rest.OwnCaller;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/**
 * What arrived in this peer's inbox, for the person at this machine alone. A plain page, which
 * scripts keep live.
 */
public final class InboxPage implements Routes {
  private final Peer peer;
  private final Clock clock;
  private final Pages pages = new Pages();

  /** Shows this peer's inbox. */
  public InboxPage(Peer peer, Clock clock) {
    this.peer = peer;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/inbox",
                "The page of what arrived; callers of this machine only",
                "HTML",
                ctx -> show(ctx, "inbox.jte"))
            .asking("before"),
        Route.get(
                "/fragments/inbox",
                "The part of that page that changes",
                "HTML",
                ctx -> show(ctx, "tag/notifications.jte"))
            .asking("before"),
        Route.post(
            "/inbox/read",
            "Marks what arrived as read, and shows the page again; callers of this machine only",
            "a form with first and last",
            "",
            this::read));
  }

  private void show(Context ctx, String template) {
    checkOwn(ctx);
    long before = number(ctx.queryParam("before"), Long.MAX_VALUE);
    pages.send(ctx, template, Map.of("view", InboxView.of(peer, before, clock.instant())));
  }

  private void read(Context ctx) {
    checkOwn(ctx);
    long first = number(ctx.formParam("first"), 1);
    long last = number(ctx.formParam("last"), 0);
    if (last >= first) {
      peer.channels().markRead(first, last);
    }
    ctx.status(303).header("Location", "/inbox");
  }

  private static void checkOwn(Context ctx) {
    if (!OwnCaller.isDirect(ctx)) {
      throw EdosException.refused(
          "the inbox is shown on this daemon's own machine only, by its address or as localhost;"
              + " there: edos inbox");
    }
  }

  private static long number(@Nullable String text, long otherwise) {
    try {
      return text == null || text.isEmpty() ? otherwise : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw EdosException.usage("a notification's number is a whole number");
    }
  }
}
