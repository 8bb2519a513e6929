package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Got;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.actor.WishSummary;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.UnitId;

/** What this peer fetches. */
final class DownloadRoutes implements Routes {
  private record GetRequest(List<UnitId> ids) {
    GetRequest {
      ids = List.copyOf(ids);
    }
  }

  private record WishRequest(
      String release,
      Optional<String> select,
      Optional<String> collection,
      Optional<Boolean> upgrade,
      Optional<List<String>> needs,
      Optional<Boolean> recommends,
      Optional<Boolean> handIn) {
    Wanted wanted() {
      return Wanted.of(select, collection, upgrade.orElse(false), needs, recommends.orElse(false));
    }
  }

  private final Peer peer;

  DownloadRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/get",
                "Fetches units",
                Body.json(GetRequest.class),
                Body.work(Got.class),
                this::get)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/wish",
                "What this peer lacks of a release, or of a query, a collection or this machine's"
                    + " needs in it; hands that in to its flash crowd where asked to",
                Body.json(WishRequest.class),
                Body.json(WishSummary.class),
                this::wish)
            .by(Access.TOKEN),
        Route.get(
            "/api/v1/swarms",
            "How this peer's swarms are doing",
            Body.list(SwarmStatus.class),
            ctx -> Json.send(ctx, peer.swarms())));
  }

  private void get(Context ctx) throws IOException, InterruptedException {
    GetRequest request = Json.read(ctx, GetRequest.class);
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> event.activity() == Activity.DOWNLOAD || event.activity() == Activity.PROBLEM,
        () -> peer.get(request.ids()));
  }

  private void wish(Context ctx) throws IOException {
    WishRequest request = Json.read(ctx, WishRequest.class);
    Json.send(ctx, peer.wish(request.release(), request.wanted(), request.handIn().orElse(false)));
  }
}
