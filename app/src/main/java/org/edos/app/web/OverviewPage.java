package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.edos.app.rest.Route;

/** What this peer is doing, at a glance, and what should be seen to. */
final class OverviewPage implements Page {
  private final Site site;

  OverviewPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/", "What this peer is doing", this::page),
        site.part(
            "/fragments/overview",
            "The part of that page that changes",
            ctx -> site.sendPart(ctx, "tag/overview.jte", Map.of("view", view(ctx)))));
  }

  private void page(Context ctx) {
    site.send(ctx, "overview.jte", "Overview", Place.OVERVIEW, Map.of("view", view(ctx)));
  }

  private OverviewView view(Context ctx) {
    return OverviewView.of(
        site.parts(), site.visit(ctx), site.works().list(), site.clock().instant());
  }
}
