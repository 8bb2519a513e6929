package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.UnitId;

/** Moving releases: their next states, their history, and their freezing into releases. */
final class UpdateRoutes implements Routes {
  private static final int MOST_FILES = 10_000;
  private static final Parameter.Text UNIT =
      Parameter.text("unit", "the changes of a package alone, by its name or id");
  private static final Parameter.Number LIMIT =
      Parameter.number("limit", "how many at most", 1000, 1, 10_000);

  private record UpdateCall(
      Optional<String> tree,
      Optional<String> origin,
      Optional<List<String>> packages,
      Optional<Boolean> keepOld,
      Optional<Boolean> renew,
      Optional<String> channel,
      Optional<String> installability) {
    UpdateRequest.Source source(BiFunction<String, String, Path> named) {
      if (tree.isPresent() == packages.isPresent()) {
        throw EdosException.usage(
            "give either tree, the folder with all of the release, or packages, the files to add");
      }
      if (tree.isPresent()) {
        return new UpdateRequest.Tree(
            new RepositorySource.Folder(
                named.apply("tree", tree.get()), origin.map(Origin::parse)));
      }
      List<String> files = packages.get();
      if (files.isEmpty() || files.size() > MOST_FILES || origin.isPresent()) {
        throw EdosException.usage(
            "packages are 1 to %,d files, which have no origin".formatted(MOST_FILES));
      }
      return new UpdateRequest.Packages(
          files.stream().map(file -> named.apply("a package", file)).toList(),
          keepOld.orElse(false));
    }
  }

  private record FreezeCall(Optional<String> version) {}

  private final Peer peer;
  private final PublishableFolders folders;

  UpdateRoutes(Peer peer, PublishableFolders folders) {
    this.peer = peer;
    this.folders = folders;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/releases/{name}/update",
                "Gives a moving release its next state, or its first; publisher only. That is a"
                    + " folder of this machine (tree), or what it was with packages added; a"
                    + " channel is told what changed",
                new Body.Json(
                    UpdateCall.class, "either tree and perhaps origin, or packages and keepOld"),
                Body.work(ReleaseUpdate.class),
                this::update)
            .by(Access.TOKEN)
            .within(Within.PUBLISH),
        Route.post(
                "/api/v1/releases/{name}/freeze",
                "Publishes the current state of a moving release under a version of its own;"
                    + " publisher only",
                Body.json(FreezeCall.class),
                Body.json(PublishedRelease.class),
                this::freeze)
            .by(Access.TOKEN)
            .within(Within.PUBLISH),
        Route.get(
                "/api/v1/releases/{name}/history",
                "What the updates of a moving release changed, the newest first; of one package"
                    + " alone, by its name or id",
                Body.list(UnitChange.class),
                this::history)
            .asking(UNIT, Pages.CURSOR, LIMIT)
            .by(Access.ANYBODY));
  }

  private void update(Context ctx) throws IOException, InterruptedException {
    AuditedPublisher publisher = Parameters.by(ctx, peer);
    UpdateCall call = Json.read(ctx, UpdateCall.class);
    call.channel().ifPresent(channel -> Within.require(ctx, new Scope.Feed(channel)));
    ReleaseId release = ReleaseId.current(ctx.pathParam("name"));
    UpdateRequest request =
        new UpdateRequest(
            release.name(),
            call.source((what, path) -> folders.named(ctx, what, path)),
            call.renew().orElse(false),
            call.installability().map(InstallabilityPolicy::parse));
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> event.activity() == Activity.PUBLISH && event.subject().equals(release.toString()),
        () -> publisher.update(request, call.channel()));
  }

  private void freeze(Context ctx) throws IOException {
    AuditedPublisher publisher = Parameters.by(ctx, peer);
    FreezeCall call = Json.read(ctx, FreezeCall.class);
    Json.send(ctx, publisher.freeze(ctx.pathParam("name"), call.version()));
  }

  private void history(Context ctx) {
    String unit = UNIT.of(ctx);
    long limit = LIMIT.of(ctx);
    HistoryCursor cursor = HistoryCursor.parse(Pages.CURSOR.of(ctx));
    List<UnitChange> history =
        peer.composition(ReleaseId.current(ctx.pathParam("name"))).history().reversed();
    List<UnitChange> page = new ArrayList<>();
    HistoryCursor last = HistoryCursor.START;
    HistoryCursor here = HistoryCursor.START;
    for (UnitChange change : history) {
      here = here.next(change.number());
      if (!here.isBehind(cursor) || !isAsked(change, unit)) {
        continue;
      }
      if (page.size() == limit) {
        Pages.link(ctx, last.toString());
        break;
      }
      page.add(change);
      last = here;
    }
    Json.send(ctx, page);
  }

  private static boolean isAsked(UnitChange change, String unit) {
    if (unit.isEmpty()) {
      return true;
    }
    return unit.contains(":") ? change.concerns(UnitId.parse(unit)) : change.concerns(unit);
  }
}
