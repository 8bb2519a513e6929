package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.Origin;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.UnitId;

/** Moving releases: their next states, their history, and their freezing into releases. */
final class UpdateRoutes implements Routes {
  private static final int MOST_FILES = 10_000;

  private record UpdateCall(
      Optional<String> tree,
      Optional<String> origin,
      Optional<List<String>> packages,
      Optional<Boolean> keepOld,
      Optional<Boolean> renew,
      Optional<String> channel) {
    UpdateRequest.Source source() {
      if (tree.isPresent() == packages.isPresent()) {
        throw EdosException.usage(
            "give either tree, the folder with all of the release, or packages, the files to add");
      }
      if (tree.isPresent()) {
        return new UpdateRequest.Tree(
            new RepositorySource.Folder(
                Parameters.path("tree", tree.get()), origin.map(Origin::parse)));
      }
      List<String> files = packages.get();
      if (files.isEmpty() || files.size() > MOST_FILES || origin.isPresent()) {
        throw EdosException.usage(
            "packages are 1 to %,d files, which have no origin".formatted(MOST_FILES));
      }
      return new UpdateRequest.Packages(
          files.stream().map(file -> Parameters.path("a package", file)).toList(),
          keepOld.orElse(false));
    }
  }

  private record FreezeCall(Optional<String> version) {}

  private final Peer peer;

  UpdateRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/releases/{name}/update",
                "Gives a moving release its next state, or its first; publisher only. That is a"
                    + " folder of this machine (tree), or what it was with packages added; a"
                    + " channel is told what changed",
                "{tree, origin?, renew?, channel?} or {packages: [PATH], keepOld?, renew?,"
                    + " channel?}",
                "JSON lines: {event: PeerEvent}..., {result: ReleaseUpdate}",
                this::update)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/releases/{name}/freeze",
                "Publishes the current state of a moving release under a version of its own;"
                    + " publisher only",
                "{version?}",
                "PublishedRelease",
                this::freeze)
            .by(Access.TOKEN),
        Route.get(
                "/api/v1/releases/{name}/history",
                "What the updates of a moving release changed, the newest first; of one package"
                    + " alone, by its name or id",
                "[UnitChange]",
                this::history)
            .asking("unit", "limit")
            .by(Access.ANYBODY));
  }

  private void update(Context ctx) throws IOException, InterruptedException {
    Publisher publisher = Parameters.publisher(peer);
    UpdateCall call = Json.read(ctx, UpdateCall.class);
    ReleaseId release = ReleaseId.current(ctx.pathParam("name"));
    UpdateRequest request =
        new UpdateRequest(release.name(), call.source(), call.renew().orElse(false));
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> event.activity() == Activity.PUBLISH && event.subject().equals(release.toString()),
        () -> publisher.updates().update(request, call.channel()));
  }

  private void freeze(Context ctx) throws IOException {
    Publisher publisher = Parameters.publisher(peer);
    FreezeCall call = Json.read(ctx, FreezeCall.class);
    Json.send(ctx, publisher.updates().freeze(ctx.pathParam("name"), call.version()));
  }

  private void history(Context ctx) {
    String unit = Parameters.text(ctx, "unit");
    long limit = Parameters.number(ctx, "limit", 1000, 1, Composition.MOST_CHANGES);
    List<UnitChange> history =
        peer.composition(ReleaseId.current(ctx.pathParam("name"))).history().reversed();
    Json.send(ctx, history.stream().filter(change -> isAsked(change, unit)).limit(limit).toList());
  }

  private static boolean isAsked(UnitChange change, String unit) {
    if (unit.isEmpty()) {
      return true;
    }
    return unit.contains(":") ? change.concerns(UnitId.parse(unit)) : change.concerns(unit);
  }
}
