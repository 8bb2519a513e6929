package org.edos.app.gateway;

import io.javalin.http.Context;
import java.util.List;
import org.edos.actor.Gateway;
import org.edos.actor.GatewayStatus;
import org.edos.app.rest.Body;
import org.edos.app.rest.Json;
import org.edos.app.rest.OwnCaller;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;

/** What the gateway says of itself. */
public final class GatewayStatusRoutes implements Routes {
  private final Gateway gateway;

  /** Tells of this gateway. */
  public GatewayStatusRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/gateway",
            "What the gateway gave, and where its bytes came from; which files, to this machine"
                + " alone",
            Body.json(GatewayStatus.class),
            this::status));
  }

  private void status(Context ctx) {
    GatewayStatus status = gateway.status();
    Json.send(ctx, OwnCaller.is(ctx) ? status : status.forOthers());
  }
}
