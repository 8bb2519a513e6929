package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.edos.actor.Got;
import org.edos.actor.PeerEvent;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.network.Scope;
import org.edos.core.unit.UnitId;

/** What arrived in this peer's inbox, and what to do with it. */
final class InboxPage implements Page {
  private static final int MOST_UNITS = 1_000;

  private final Site site;

  InboxPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    Scope owner = new Scope.Administer();
    return List.of(
        site.page("/inbox", "What arrived", new Scope.Read(), this::page),
        site.part("/fragments/inbox", "The part that changes", new Scope.Read(), this::part),
        site.form("/inbox/read", "Marks what arrived as read", owner, this::read),
        site.form("/inbox/retry", "Has an action done again", owner, this::retry),
        site.form("/inbox/download", "Downloads what arrived", owner, this::download));
  }

  private InboxView view(Context ctx) {
    InboxView.Place place =
        new InboxView.Place(
            Site.query(ctx, "unread").equals("true"),
            ChannelsPage.number(Site.query(ctx, "before"), Long.MAX_VALUE),
            ChannelsPage.number(Site.query(ctx, "after"), 0));
    return InboxView.of(
        site.peer(), place, site.visit(ctx).mayAdminister(), site.clock().instant());
  }

  private void page(Context ctx) {
    site.send(ctx, "inbox.jte", "Inbox", Place.INBOX, Map.of("view", view(ctx)));
  }

  private void part(Context ctx) {
    site.sendPart(
        ctx, "tag/notifications.jte", Map.of("mark", site.visit(ctx).mark(), "view", view(ctx)));
  }

  private void read(Context ctx) {
    long marked = site.peer().channels().markRead(first(ctx), last(ctx));
    if (marked > 1) {
      site.say(ctx, Words.count(marked, "notification") + " marked as read.");
    }
    site.go(ctx, back(ctx));
  }

  private static long first(Context ctx) {
    return ChannelsPage.number(Site.field(ctx, "first"), 1);
  }

  private static long last(Context ctx) {
    return ChannelsPage.number(Site.field(ctx, "last"), 0);
  }

  /** Where in the inbox a form was sent from. */
  private static String back(Context ctx) {
    String query = Site.field(ctx, "place");
    return query.matches("\\?[a-z0-9=&]{1,100}") ? "/inbox" + query : "/inbox";
  }

  private void retry(Context ctx) {
    Notification waiting = site.peer().channels().repeat(first(ctx));
    site.say(ctx, "The action for " + waiting.event().subject() + " is tried again.");
    site.go(ctx, back(ctx));
  }

  private void download(Context ctx) {
    List<UnitId> units = units(first(ctx), last(ctx));
    if (units.isEmpty()) {
      throw EdosException.usage("none of these tells of a unit that could be downloaded");
    }
    String title =
        units.size() == 1
            ? "Download of " + units.getFirst()
            : "Download of " + Words.count(units.size(), "unit") + " of the inbox";
    String id =
        site.works()
            .begin(
                title,
                event -> event.activity() == PeerEvent.Activity.DOWNLOAD,
                () -> outcome(site.peer().get(units)));
    site.go(ctx, "/work/" + id);
  }

  private List<UnitId> units(long first, long last) {
    long most = Math.min(last - first + 1, MOST_UNITS);
    if (most < 1) {
      return List.of();
    }
    return site.peer().channels().notifications(Math.max(0, first - 1), (int) most).stream()
        .filter(one -> one.number() <= last)
        .map(Notification::event)
        .filter(event -> event.kind() == ChannelEvent.Kind.UNIT_ADDED)
        .map(event -> UnitId.parse(event.subject()))
        .distinct()
        .toList();
  }

  private static Work.Outcome outcome(Got got) {
    if (!got.problems().isEmpty()) {
      return new Work.Outcome.Failed(
          Words.count(got.problems().size(), "file")
              + " could not be had: "
              + got.problems().getFirst());
    }
    return new Work.Outcome.Done(
        "%s here, of which %s were fetched now."
            .formatted(
                got.files().size() == 1
                    ? "The file is"
                    : "All " + Words.number(got.files().size()) + " files are",
                Words.bytes(got.receivedBytes())),
        "/downloads",
        "Downloads and shares");
  }
}
