package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.CheckedRelease;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.ReleaseDiff;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.network.Scope;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/** Of releases: whether they can be installed, and how they differ from one another. */
final class ReleaseChecks implements Page {
  private static final String CHECK = ReleasesPage.ONE + "/check";
  private static final String DIFF = ReleasesPage.ONE + "/diff";
  private static final int MOST_EXPLAINED = 500;
  private static final int MOST_LISTED = 20_000;
  private static final int CHECKS_KEPT = 8;
  private static final int CHANGES_KEPT = 60_000;

  private record Pair(Sha256 before, Sha256 after) {}

  private final Site site;
  private final Recent<Sha256, CheckedRelease> checked = new Recent<>(CHECKS_KEPT);
  private final Recent<Pair, ReleaseDiff> compared =
      new Recent<>(CHANGES_KEPT, diff -> 1L + diff.packages().size());

  ReleaseChecks(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page(CHECK, "Whether a release can be installed", new Scope.Read(), this::checkPage),
        site.form(CHECK, "Finds out whether it can be", new Scope.Read(), this::check),
        site.page(DIFF, "How a release differs from another", new Scope.Read(), this::diffPage),
        site.form(DIFF, "Compares it with another", new Scope.Read(), this::diff));
  }

  private void checkPage(Context ctx) {
    ReleaseId id = ReleasesPage.id(ctx);
    PublishedRelease release = site.peer().release(id.toString());
    site.send(
        ctx,
        "check.jte",
        "Can " + id + " be installed?",
        Place.RELEASES,
        Map.of("address", ReleasesPage.address(id), "checked", checked.get(release.composition())));
  }

  private void check(Context ctx) {
    ReleaseId id = ReleasesPage.id(ctx);
    Peer peer = site.peer();
    PublishedRelease release = peer.release(id.toString());
    String page = ReleasesPage.address(id) + "/check";
    if (checked.get(release.composition()).isPresent()) {
      site.go(ctx, page);
      return;
    }
    site.goToWork(
        ctx,
        site.works()
            .begin(
                "Checking " + id,
                event ->
                    event.activity() == Activity.CHECK && event.subject().equals(id.toString()),
                () -> {
                  CheckedRelease found =
                      peer.questions().checks().check(id, Set.of(), MOST_EXPLAINED);
                  checked.put(release.composition(), found);
                  return new Work.Outcome.Done(
                      found.uninstallable() == 0
                          ? "Every package of " + id + " can be installed."
                          : Words.count(found.uninstallable(), "package") + " cannot be installed.",
                      page,
                      "See the result");
                }));
  }

  private void diffPage(Context ctx) {
    ReleaseId after = ReleasesPage.id(ctx);
    ReleaseId before = ReleaseId.parse(with(Site.query(ctx, "with")));
    Optional<ReleaseDiff> known = compared.get(pair(before, after));
    site.send(
        ctx,
        "diff.jte",
        before + " and " + after,
        Place.RELEASES,
        Map.of(
            "before", before,
            "after", after,
            "address", ReleasesPage.address(after),
            "diff", known,
            "changes", known.map(diff -> ChangesView.of(diff, ctx))));
  }

  private static String with(String text) {
    if (text.isEmpty()) {
      throw EdosException.usage("say which release to compare with");
    }
    return text;
  }

  private Pair pair(ReleaseId before, ReleaseId after) {
    return new Pair(
        site.peer().release(before.toString()).composition(),
        site.peer().release(after.toString()).composition());
  }

  private void diff(Context ctx) {
    ReleaseId after = ReleasesPage.id(ctx);
    ReleaseId before = ReleaseId.parse(with(Site.field(ctx, "with")));
    Pair pair = pair(before, after);
    String page = ReleasesPage.address(after) + "/diff?with=" + Words.encoded(before.toString());
    if (compared.get(pair).isPresent()) {
      site.go(ctx, page);
      return;
    }
    Peer peer = site.peer();
    List<String> subjects = List.of(before.toString(), after.toString());
    site.goToWork(
        ctx,
        site.works()
            .begin(
                "Comparing " + before + " and " + after,
                event -> event.activity() == Activity.CHECK && subjects.contains(event.subject()),
                () -> {
                  compared.put(pair, peer.questions().checks().diff(before, after, MOST_LISTED));
                  return new Work.Outcome.Done("They are compared.", page, "See the differences");
                }));
  }
}
