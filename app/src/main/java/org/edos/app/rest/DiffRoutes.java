package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.ReleaseDiff;
import org.edos.core.release.ReleaseId;

/** What is different between two releases. */
final class DiffRoutes implements Routes {
  private static final Parameter.Text WITH =
      Parameter.required("with", "the second release, NAME@VERSION");
  private static final Parameter.Number LIMIT =
      Parameter.number(
          "limit", "how many of each kind to tell at most; all are counted", 1_000, 0, 100_000);

  private final Peer peer;

  DiffRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/releases/{name}/{version}/diff",
                "What a second release has otherwise than this one: packages, other files, bytes to"
                    + " fetch, and what can be installed in one of them alone",
                Body.work(ReleaseDiff.class),
                this::diff)
            .asking(WITH, LIMIT)
            .by(Access.TOKEN));
  }

  private void diff(Context ctx) throws IOException, InterruptedException {
    ReleaseId before = Parameters.release(ctx);
    ReleaseId after = ReleaseId.parse(WITH.of(ctx));
    int limit = (int) LIMIT.of(ctx);
    peer.composition(before); // says that there is none, before the answer begins
    peer.composition(after);
    List<String> subjects = List.of(before.toString(), after.toString());
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> event.activity() == Activity.CHECK && subjects.contains(event.subject()),
        () -> peer.questions().checks().diff(before, after, limit));
  }
}
