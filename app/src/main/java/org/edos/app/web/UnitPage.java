package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.edos.actor.CheckedRelease;
import org.edos.actor.GatewayStatus;
import org.edos.actor.PeerEvent.Activity;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.network.Scope;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/** All that is known of a unit. What takes questions of its own comes after the page itself. */
final class UnitPage implements Page {
  private static final int EXPLAINED = 100;
  private static final int KEPT = 30;

  private final Site site;
  private final Recent<String, CheckedView> checks = new Recent<>(KEPT);

  UnitPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/unit", "All that is known of a unit", this::page),
        site.part("/fragments/unit/places", "Where its bytes are", this::places),
        site.part("/fragments/unit/versions", "The versions of its name", this::versions),
        site.part("/fragments/unit/around", "What stands around a package", this::around),
        site.part("/fragments/unit/closure", "All that a package drags in", this::closure),
        site.form(
            "/unit/check", "Finds out whether it can be installed", new Scope.Read(), this::check));
  }

  private static UnitId id(Context ctx) {
    String text = Site.query(ctx, "id");
    if (text.isEmpty()) {
      throw EdosException.usage("name a unit: /unit?id=ID; the search finds its ID");
    }
    return UnitId.parse(text);
  }

  private void page(Context ctx) {
    UnitId id = id(ctx);
    Document document;
    try {
      document = site.peer().questions().show(id);
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.EXTERNAL) {
        throw e;
      }
      away(ctx, id, e);
      return;
    }
    UnitMetadata metadata = MetadataXml.read(document.xml());
    Optional<PlacesView> places =
        PlacesView.content(metadata)
            .map(content ->
                PlacesView.of(id, content, site.peer(), gateway(ctx), site.visit(ctx).mayRead()));
    site.send(
        ctx,
        "unit.jte",
        Words.shortened(id.name()),
        Place.SEARCH,
        Map.of(
            "view",
            UnitView.of(metadata, from(ctx)),
            "places",
            places,
            "checked",
            checks.get(Site.query(ctx, "check"))));
  }

  private static int from(Context ctx) {
    String text = Site.query(ctx, "from");
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private void away(Context ctx, UnitId id, EdosException e) {
    ctx.status(502);
    site.send(
        ctx,
        "unit-away.jte",
        Words.shortened(id.name()),
        Place.SEARCH,
        Map.of("problem", SearchAnswers.Problem.of(e), "again", "/unit?id=" + Words.encoded(id)));
  }

  private GatewayStatus gateway(Context ctx) {
    GatewayStatus status = site.parts().gateway().status();
    return site.visit(ctx).mayRead() ? status : status.forOthers();
  }

  private void places(Context ctx) {
    UnitId id = id(ctx);
    part(
        ctx,
        "tag/places.jte",
        () -> {
          UnitMetadata metadata = MetadataXml.read(site.peer().questions().show(id).xml());
          PlacesView view =
              PlacesView.content(metadata)
                  .map(content ->
                      PlacesView.of(
                          id, content, site.peer(), gateway(ctx), site.visit(ctx).mayRead()))
                  .orElseThrow(() -> EdosException.usage("a collection lies nowhere itself"));
          return Map.of("view", view, "now", site.clock().instant());
        });
  }

  private void versions(Context ctx) {
    UnitId id = id(ctx);
    part(
        ctx,
        "tag/versions.jte",
        () ->
            Map.of(
                "view",
                VersionsView.of(id, site.peer().questions()),
                "visit",
                site.visit(ctx),
                "isPackage",
                id instanceof PackageId));
  }

  private void around(Context ctx) {
    if (!(id(ctx) instanceof PackageId id)) {
      throw EdosException.usage("nothing depends on what is no package");
    }
    part(
        ctx,
        "tag/around.jte",
        () ->
            Map.of(
                "view",
                AroundView.of(id, site.peer().questions().surroundings(id)),
                "id",
                id.toString()));
  }

  /** What the service of that name answers, which the unit's document calls. */
  private void closure(Context ctx) {
    UnitId id = id(ctx);
    part(
        ctx,
        "tag/closure.jte",
        () -> {
          Document document = site.peer().questions().show(id, true);
          return Map.of(
              "members",
              number(document, "/package/closure/@members"),
              "bytes",
              number(document, "/package/closure/@size"),
              "unresolved",
              TreePattern.xpath("/package/unresolved").answers(document).size());
        });
  }

  private static long number(Document document, String xpath) {
    return TreePattern.xpath(xpath).answers(document).stream()
        .filter(text -> text.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(-1);
  }

  /** What makes a part of the page. */
  private interface Made {
    Map<String, ?> make();
  }

  /** What fails is told in the part's place, so that the rest of the page stands. */
  private void part(Context ctx, String template, Made made) {
    Map<String, ?> parameters;
    try {
      parameters = made.make();
    } catch (EdosException e) {
      site.sendPart(ctx, "tag/problem.jte", Map.of("text", Site.sentence(e)));
      return;
    }
    site.sendPart(ctx, template, parameters);
  }

  private void check(Context ctx) {
    if (!(UnitId.parse(Site.field(ctx, "id")) instanceof PackageId id)) {
      throw EdosException.usage("only packages are installed");
    }
    ReleaseId release = ReleaseId.parse(Site.field(ctx, "release"));
    String result = UUID.randomUUID().toString();
    String work =
        site.works()
            .begin(
                "Can " + Words.shortened(id.name(), 80) + " be installed in " + release + "?",
                event ->
                    event.activity() == Activity.CHECK
                        && event.subject().equals(release.toString()),
                () -> check(id, release, result));
    site.go(ctx, "/work/" + work);
  }

  private Work.Outcome check(PackageId id, ReleaseId release, String result) {
    CheckedRelease checked =
        site.peer().questions().checks().check(release, Set.of(id.name()), EXPLAINED);
    CheckedView view = CheckedView.of(id, checked);
    checks.put(result, view);
    return new Work.Outcome.Done(
        view.text(),
        "/unit?id=" + Words.encoded(id) + "&check=" + result + "#installable",
        view.isInstallable() ? "Back to the package" : "Why not");
  }
}
