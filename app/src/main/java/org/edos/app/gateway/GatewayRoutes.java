package org.edos.app.gateway;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.actor.Gateway;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.app.rest.FileAnswer;
import org.edos.app.rest.MediaTypes;
import org.edos.app.rest.Representation;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;
import org.edos.core.gateway.OriginAddress;

/** Files of existing repositories. */
public final class GatewayRoutes implements Routes {
  private static final String PREFIX = "/origin/";

  private final Gateway gateway;

  /** Answers from this gateway, which stays the caller's to close. */
  public GatewayRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            PREFIX + "<path>",
            "A file of an existing repository: HOST/PATH, http/HOST/PATH or https/HOST/PATH",
            "the bytes",
            this::file));
  }

  private void file(Context ctx) throws IOException {
    Map<String, String> headers = new HashMap<>(ctx.headerMap());
    String path = ctx.req().getRequestURI().substring(PREFIX.length());
    OriginAddress address = OriginAddress.of("http://" + path);
    switch (gateway.answer(new GatewayQuestion(ctx.req().getMethod(), address, headers))) {
      case GatewayAnswer.File file ->
          FileAnswer.send(
              ctx,
              new Representation(
                  file.id(),
                  file.size(),
                  file.modified(),
                  MediaTypes.of(path),
                  "no-cache",
                  file.bytes()::open));
      case GatewayAnswer.Passed passed -> pass(ctx, passed);
    }
  }

  private static void pass(Context ctx, GatewayAnswer.Passed passed) throws IOException {
    ctx.status(passed.status());
    try (InputStream body = passed.body()) {
      body.transferTo(ctx.res().getOutputStream());
    }
  }
}
