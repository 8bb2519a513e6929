package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;

/** The page of something long that another page began: how far it has come, and what came of it. */
final class WorkPage implements Page {
  private final Site site;

  WorkPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/work/{id}", "How something long goes on", new Scope.Read(), this::page),
        site.part(
            "/fragments/work/{id}",
            "The part of it that changes",
            new Scope.Read(),
            ctx ->
                site.sendPart(
                    ctx,
                    "tag/work.jte",
                    Map.of("work", work(ctx), "now", site.clock().instant()))));
  }

  private Work work(Context ctx) {
    return site.works()
        .find(ctx.pathParam("id"))
        .orElseThrow(() ->
            EdosException.notFound(
                "this is not remembered any more: the daemon was started anew, or it is long over;"
                    + " what it did is done"));
  }

  private void page(Context ctx) {
    Work work = work(ctx);
    String back = Site.back(ctx);
    boolean elsewhere = !back.equals("/") && !back.startsWith("/work/");
    site.send(
        ctx,
        "work.jte",
        work.title(),
        Place.OVERVIEW,
        Map.of("work", work, "back", elsewhere ? back : ""));
  }
}
