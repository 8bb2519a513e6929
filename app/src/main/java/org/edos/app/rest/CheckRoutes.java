package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.edos.actor.CheckedRelease;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;

/** Whether the packages of a release can be installed. */
final class CheckRoutes implements Routes {
  private static final int MOST_NAMES = 1_000;
  private static final Parameter.Text PACKAGE =
      Parameter.text("package", "a package's name, to check it alone; may be repeated");
  private static final Parameter.Number LIMIT =
      Parameter.number("limit", "how many to explain at most; all are counted", 1_000, 0, 100_000);

  private final Peer peer;

  CheckRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/releases/{name}/{version}/check",
                "The packages of a release that no machine can install, with the reasons",
                Body.work(CheckedRelease.class),
                this::check)
            .asking(PACKAGE, LIMIT)
            .by(Access.TOKEN));
  }

  private void check(Context ctx) throws IOException, InterruptedException {
    ReleaseId release = Parameters.release(ctx);
    Set<String> names = new LinkedHashSet<>(ctx.queryParams(PACKAGE.name()));
    if (names.size() > MOST_NAMES) {
      throw EdosException.usage(
          "package names at most %,d packages; without it all are checked".formatted(MOST_NAMES));
    }
    int limit = (int) LIMIT.of(ctx);
    peer.composition(release); // says that there is none, before the answer begins
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> event.activity() == Activity.CHECK && event.subject().equals(release.toString()),
        () -> peer.questions().checks().check(release, names, limit));
  }
}
