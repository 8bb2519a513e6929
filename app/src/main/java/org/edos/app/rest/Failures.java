package org.edos.app.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.gateway.PieceSet;
import org.edos.physical.peer.Failure;
import org.edos.physical.peer.PeerJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become answers. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Headers that say more of a failure. */
  private static final List<String> KEPT =
      List.of("Allow", "Retry-After", "WWW-Authenticate", PieceSet.HEADER);

  private static final int MOST_DRAINED = 64 << 10;

  private Failures() {}

  static void configure(JavalinConfig config) {
    config.routes.exception(
        EdosException.class, (e, ctx) -> answer(ctx, status(e.category()), failure(e)));
    config.routes.exception(
        Bearers.NoToken.class,
        (e, ctx) -> {
          drain(ctx);
          ctx.header("WWW-Authenticate", "Bearer");
          answer(ctx, 401, new Failure(Category.REFUSED.name(), message(e)));
        });
    config.routes.exception(
        WrongTokens.TooMany.class,
        (e, ctx) -> {
          drain(ctx);
          ctx.header("Retry-After", "60");
          answer(ctx, 429, new Failure(Category.EXHAUSTED.name(), message(e)));
        });
    config.routes.exception(
        TooLarge.class,
        (e, ctx) -> answer(ctx, 413, new Failure(Category.EXHAUSTED.name(), message(e))));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> {
          String allowed = e.getDetails().getOrDefault("availableMethods", "");
          if (!allowed.isEmpty()) {
            ctx.header("Allow", allowed);
          }
          answer(ctx, e.getStatus(), unmatched(e, ctx));
        });
    config.routes.exception(
        IOException.class, (e, ctx) -> LOG.debug("a connection broke: {}", e.toString()));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
          answer(ctx, 500, internal());
        });
  }

  /** A failure as it is told to the caller. */
  static Failure failure(EdosException e) {
    return new Failure(e.category().name(), message(e));
  }

  /** An error that is the daemon's own. */
  static Failure internal() {
    return new Failure("INTERNAL", "an error within the daemon, which is in its log");
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private static Failure unmatched(HttpResponseException e, Context ctx) {
    return switch (e.getStatus()) {
      case 404 ->
          new Failure(
              Category.NOT_FOUND.name(),
              "there is no " + ctx.method() + " " + ctx.path() + " here; see /api/v1/openapi.json");
      case 405 ->
          new Failure(
              Category.USAGE.name(),
              ctx.path() + " takes no " + ctx.method() + "; see /api/v1/openapi.json");
      default -> new Failure(Category.USAGE.name(), message(e));
    };
  }

  private static int status(Category category) {
    return switch (category) {
      case USAGE -> 400;
      case REFUSED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case EXHAUSTED -> 507;
      case EXTERNAL -> 502;
    };
  }

  /**
   * Reads a small body that nobody read: left unread, it would end the connection under the next
   * request.
   */
  private static void drain(Context ctx) {
    try {
      ctx.req().getInputStream().readNBytes(MOST_DRAINED);
    } catch (IOException e) {
      LOG.debug("a connection broke: {}", e.toString());
    }
  }

  private static void answer(Context ctx, int status, Failure failure) {
    if (ctx.res().isCommitted()) {
      LOG.debug("{} {} broke off: {}", ctx.method(), ctx.path(), failure.message());
      return;
    }
    Map<String, String> kept = new HashMap<>();
    KEPT.forEach(name ->
        Optional.ofNullable(ctx.res().getHeader(name)).ifPresent(value -> kept.put(name, value)));
    ctx.res().reset();
    kept.forEach(ctx::header);
    ctx.status(status);
    Problem problem =
        new Problem(
            "about:blank",
            HttpStatus.forStatus(status).getMessage(),
            status,
            failure.message(),
            failure.error(),
            failure.message());
    Json.send(ctx, "application/problem+json", PeerJson.write(problem));
  }

  /** A failure as RFC 9457 has it, with the names of {@link Failure} besides. */
  record Problem(
      String type, String title, int status, String detail, String error, String message) {}

  /** The request's body is larger than the route takes. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(long most) {
      super("the body of this request may have " + most + " bytes at most");
    }
  }
}
