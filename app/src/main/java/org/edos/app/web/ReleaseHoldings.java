package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.edos.actor.Got;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.PeerStatus;
import org.edos.actor.WishSummary;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Wanted;

/** What this machine has of releases, and fetching the rest from whoever has it. */
final class ReleaseHoldings implements Page {
  private final Site site;

  ReleaseHoldings(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.part(
            "/fragments" + ReleasesPage.ONE,
            "What this machine has of a release",
            new Scope.Read(),
            this::part),
        site.form(
            ReleasesPage.ONE + "/fetch",
            "Fetches what this machine lacks of a release",
            new Scope.Administer(),
            this::fetch));
  }

  private void part(Context ctx) {
    ReleaseId id = ReleasesPage.id(ctx);
    WishSummary wish;
    try {
      wish = site.peer().wish(id.toString(), new Wanted.Whole(), false);
    } catch (EdosException e) {
      site.sendPart(ctx, "tag/problem.jte", Map.of("text", Site.sentence(e)));
      return;
    }
    PeerStatus status = site.peer().status();
    site.sendPart(
        ctx,
        "tag/holdings.jte",
        Map.of(
            "wish",
            wish,
            "address",
            ReleasesPage.address(id),
            "free",
            Math.max(0, status.quotaBytes() - status.storedBytes()),
            "visit",
            site.visit(ctx)));
  }

  private void fetch(Context ctx) {
    ReleaseId id = ReleasesPage.id(ctx);
    Peer peer = site.peer();
    peer.release(id.toString()); // says that there is none
    String page = ReleasesPage.address(id);
    site.goToWork(
        ctx,
        site.works()
            .begin(
                "Fetching " + id,
                event ->
                    event.activity() == Activity.DOWNLOAD || event.activity() == Activity.PROBLEM,
                () -> outcome(peer.get(List.of(id.collection())), page)));
  }

  private static Work.Outcome outcome(Got got, String page) {
    String here =
        "%s here now; %s came over the network."
            .formatted(
                Words.count(got.files().size(), "file")
                    + (got.files().size() == 1 ? " is" : " are"),
                Words.bytes(got.receivedBytes()));
    return got.problems().isEmpty()
        ? new Work.Outcome.Done(here, page, "Back to the release")
        : new Work.Outcome.Failed(
            "%s %s not to be had, such as: %s. Try again later."
                .formatted(
                    here,
                    Words.count(got.problems().size(), "file")
                        + (got.problems().size() == 1 ? " was" : " were"),
                    got.problems().getFirst()));
  }
}
