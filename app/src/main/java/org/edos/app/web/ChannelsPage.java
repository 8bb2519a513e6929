package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.network.Scope;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;

/** Channels, what they told, and this peer's subscriptions to them. */
final class ChannelsPage implements Page {
  private static final int SHOWN_MATCHES = 5;

  private final Site site;
  private final ChannelForms forms;

  ChannelsPage(Site site) {
    this.site = site;
    this.forms = new ChannelForms(site);
  }

  @Override
  public List<Route> routes() {
    List<Route> pages =
        List.of(
            site.page("/channels", "The channels that one may read", this::list),
            site.part(
                "/fragments/channels",
                "The part of that page that changes",
                ctx -> site.sendPart(ctx, "tag/channels.jte", Map.of("view", all(ctx)))),
            site.page("/channels/{name}", "A channel and what it told", this::one),
            site.part(
                "/fragments/channels/{name}",
                "The part of that page that changes",
                ctx ->
                    site.sendPart(
                        ctx,
                        "tag/channel.jte",
                        Map.of("mark", site.visit(ctx).mark(), "view", view(ctx)))),
            site.part(
                "/fragments/matches",
                "How many units a query finds",
                new Scope.Read(),
                this::matches));
    return Stream.concat(pages.stream(), forms.routes().stream()).toList();
  }

  private ChannelsView all(Context ctx) {
    return ChannelsView.of(site.peer(), site.visit(ctx), site.clock().instant());
  }

  private void list(Context ctx) {
    site.send(ctx, "channels.jte", "Channels", Place.CHANNELS, Map.of("view", all(ctx)));
  }

  private ChannelView view(Context ctx) {
    String name = ctx.pathParam("name");
    Channel.checkName(name);
    return ChannelView.of(
        site.peer(),
        site.visit(ctx),
        name,
        new ChannelView.Place(
            number(Site.query(ctx, "before"), Long.MAX_VALUE), number(Site.query(ctx, "units"), 0)),
        site.clock().instant());
  }

  private void one(Context ctx) {
    ChannelView view = view(ctx);
    site.send(ctx, "channel.jte", "Channel " + view.name(), Place.CHANNELS, Map.of("view", view));
  }

  private void matches(Context ctx) {
    site.sendPart(
        ctx,
        "tag/matches.jte",
        Map.of("text", matches(Site.query(ctx, "query") + Site.query(ctx, "filter"))));
  }

  /** A sentence on what a query finds. */
  private String matches(String query) {
    if (query.isEmpty()) {
      return "";
    }
    try {
      var page = site.peer().questions().ask(Question.of(TreePattern.parse(query), SHOWN_MATCHES));
      List<String> names =
          page.page().documents().stream().map(one -> one.id().name()).distinct().toList();
      long units = page.page().count().units();
      return units == 0
          ? "Nothing matches now."
          : Words.count(units, "unit")
              + (units == 1 ? " matches" : " match")
              + " now: "
              + String.join(", ", names)
              + (units > SHOWN_MATCHES ? " …" : "");
    } catch (EdosException e) {
      return Site.sentence(e);
    }
  }

  /** A whole number of an address's query that is not negative. */
  static long number(String text, long otherwise) {
    try {
      return text.isEmpty() ? otherwise : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw EdosException.usage("that is no whole number: '" + text + "'");
    }
  }
}
