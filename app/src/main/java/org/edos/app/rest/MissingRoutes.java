package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.edos.actor.MissingPackage;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/** Which packages this peer lacks. */
final class MissingRoutes implements Routes {
  private record MissingRequest(List<UnitId> ids) {
    MissingRequest {
      ids = List.copyOf(ids);
    }
  }

  private final Peer peer;

  MissingRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/missing",
                "Which packages this peer's store lacks, of some and of all that they need",
                Body.json(MissingRequest.class),
                Body.list(MissingPackage.class),
                this::missing)
            .by(Access.TOKEN));
  }

  private void missing(Context ctx) throws IOException {
    Json.send(
        ctx,
        peer.missing(
            Json.read(ctx, MissingRequest.class).ids().stream()
                .map(MissingRoutes::packageId)
                .toList()));
  }

  private static PackageId packageId(UnitId unit) {
    if (unit instanceof PackageId id) {
      return id;
    }
    throw EdosException.usage(unit + " is no package; a package is written pkg:TYPE/NAME@VERSION");
  }
}
