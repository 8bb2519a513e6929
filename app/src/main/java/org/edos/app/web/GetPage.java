package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.edos.actor.Got;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvent.Activity;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.network.Scope;
import org.edos.core.unit.UnitId;

/** Fetches units to this machine, and shows the files that came of it. */
final class GetPage implements Page {
  private static final int MOST_UNITS = 500;
  private static final int KEPT = 30;

  private final Site site;
  private final Recent<String, Got> results = new Recent<>(KEPT);

  GetPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.form("/get", "Fetches units", new Scope.Administer(), this::get),
        site.page("/got/{id}", "The files that were fetched", new Scope.Read(), this::got));
  }

  private void get(Context ctx) {
    List<UnitId> units = Site.fields(ctx, "id").stream().map(UnitId::parse).distinct().toList();
    if (units.isEmpty()) {
      throw EdosException.usage("nothing is selected; tick what is to be downloaded");
    }
    if (units.size() > MOST_UNITS) {
      throw EdosException.usage(
          "at most %d units are downloaded at once, not %d; select fewer, or a collection"
              .formatted(MOST_UNITS, units.size()));
    }
    String result = UUID.randomUUID().toString();
    String work =
        site.works().begin(title(units), GetPage::isAboutFetching, () -> fetch(units, result));
    site.go(ctx, "/work/" + work);
  }

  private static String title(List<UnitId> units) {
    UnitId first = units.getFirst();
    return units.size() == 1
        ? "Download of " + Words.shortened(first.name(), 80) + " " + first.version()
        : "Download of " + Words.count(units.size(), "unit");
  }

  private static boolean isAboutFetching(PeerEvent event) {
    return event.activity() == Activity.DOWNLOAD || event.activity() == Activity.PROBLEM;
  }

  private Work.Outcome fetch(List<UnitId> units, String result) {
    Got got = site.peer().get(units);
    results.put(result, got);
    if (got.files().isEmpty() && !got.problems().isEmpty()) {
      return new Work.Outcome.Failed(
          "Nothing could be had: "
              + got.problems().getFirst()
              + (got.problems().size() > 1 ? " and so on." : ""));
    }
    String missing =
        got.problems().isEmpty()
            ? ""
            : " " + Words.count(got.problems().size(), "file") + " could not be had.";
    return new Work.Outcome.Done(
        "%s here, %s received for this.%s"
            .formatted(
                Words.count(got.files().size(), "file"), Words.bytes(got.receivedBytes()), missing),
        "/got/" + result,
        "Save the files");
  }

  private void got(Context ctx) {
    Got got =
        results
            .get(ctx.pathParam("id"))
            .orElseThrow(() ->
                EdosException.notFound(
                    "this list of files is not remembered any more; the files are, and a unit's"
                        + " page gives them"));
    site.send(ctx, "got.jte", "Downloaded files", Place.SEARCH, Map.of("view", GotView.of(got)));
  }
}
