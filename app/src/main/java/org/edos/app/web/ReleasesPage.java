package org.edos.app.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Publisher;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;

/** The releases: which there are, what is in each, and what may be done with them. */
final class ReleasesPage implements Page {
  static final String ONE = "/releases/{name}/{version}";

  private final Site site;
  private final ReleaseChecks checks;
  private final ReleaseHoldings holdings;

  ReleasesPage(Site site) {
    this.site = site;
    this.checks = new ReleaseChecks(site);
    this.holdings = new ReleaseHoldings(site);
  }

  /** The address of a release's page. */
  static String address(ReleaseId release) {
    return "/releases/" + Words.encoded(release.name()) + "/" + Words.encoded(release.version());
  }

  /** The release that a page's address names. */
  static ReleaseId id(Context ctx) {
    return new ReleaseId(ctx.pathParam("name"), ctx.pathParam("version"));
  }

  @Override
  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                site.page("/releases", "The releases", this::all),
                site.page("/releases/{name}", "The releases of a name", this::named),
                site.form("/releases/{name}/freeze", "Freezes a moving release", this::freeze),
                site.page(ONE, "A release", this::one),
                site.page(ONE + "/unpublish", "Asks whether to withdraw it", this::ask),
                site.form(ONE + "/unpublish", "Withdraws a release", this::unpublish)));
    routes.addAll(checks.routes());
    routes.addAll(holdings.routes());
    return routes;
  }

  private void all(Context ctx) {
    ReleasesView view = view(site.peer().releases(), "", Optional.empty(), ctx);
    site.send(
        ctx,
        "releases.jte",
        "Releases",
        Place.RELEASES,
        Map.of("view", view, "publishes", mayPublish(ctx, view)));
  }

  private boolean mayPublish(Context ctx, ReleasesView view) {
    return site.peer() instanceof Publisher
        && (view.name().isEmpty()
            ? site.visit(ctx).mayAdminister()
            : site.visit(ctx).may(new Scope.Publish(view.name())));
  }

  private ReleasesView view(
      List<PublishedRelease> all, String name, Optional<Composition> moving, Context ctx) {
    return ReleasesView.of(all, site.peer(), name, moving, ctx, site.clock().instant());
  }

  private void named(Context ctx) {
    String name = ctx.pathParam("name");
    ReleaseId current = ReleaseId.current(name);
    List<PublishedRelease> all = site.peer().releases();
    if (all.stream().noneMatch(one -> one.id().name().equals(name))) {
      throw EdosException.notFound(
          "there is no release '" + name + "'; the list has those there are");
    }
    boolean moves = all.stream().map(PublishedRelease::id).anyMatch(current::equals);
    Optional<Composition> moving =
        moves ? Optional.of(site.peer().composition(current)) : Optional.empty();
    ReleasesView view = view(all, name, moving, ctx);
    site.send(
        ctx,
        "releases.jte",
        "Releases of " + name,
        Place.RELEASES,
        Map.of("view", view, "publishes", mayPublish(ctx, view)));
  }

  private void one(Context ctx) {
    ReleaseId id = id(ctx);
    List<PublishedRelease> all = site.peer().releases();
    PublishedRelease release =
        all.stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseGet(() -> site.peer().release(id.toString()));
    ReleaseView view =
        ReleaseView.of(
            release,
            site.peer().composition(id),
            all,
            site.peer().status().publisherKey(),
            ctx,
            site.clock().instant());
    site.send(
        ctx,
        "release.jte",
        id.toString(),
        Place.RELEASES,
        Map.of("view", view, "mayPublish", mayPublish(ctx, id)));
  }

  private boolean mayPublish(Context ctx, ReleaseId release) {
    return site.peer() instanceof Publisher
        && site.visit(ctx).may(new Scope.Publish(release.name()));
  }

  private void freeze(Context ctx) {
    String name = ReleaseId.current(ctx.pathParam("name")).name();
    site.visit(ctx).require(new Scope.Publish(name));
    String version = Site.field(ctx, "version");
    PublishedRelease frozen =
        site.publisher(ctx)
            .freeze(name, version.isEmpty() ? Optional.empty() : Optional.of(version));
    site.say(ctx, "The state of " + name + " is frozen as " + frozen.id() + ".");
    site.go(ctx, address(frozen.id()));
  }

  private void ask(Context ctx) {
    ReleaseId id = id(ctx);
    site.visit(ctx).require(new Scope.Publish(id.name()));
    site.send(
        ctx,
        "unpublish.jte",
        "Withdraw " + id + "?",
        Place.RELEASES,
        Map.of("release", site.peer().release(id.toString()), "address", address(id)));
  }

  private void unpublish(Context ctx) {
    ReleaseId id = id(ctx);
    site.visit(ctx).require(new Scope.Publish(id.name()));
    if (!Site.field(ctx, "release").equals(id.toString())) {
      throw EdosException.usage("to withdraw it, write its name and version: " + id);
    }
    site.publisher(ctx).unpublish(id);
    site.say(ctx, id + " is withdrawn. Its contents stay in the store.");
    site.go(ctx, "/releases");
  }
}
