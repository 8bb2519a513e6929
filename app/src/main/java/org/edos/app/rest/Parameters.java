package org.edos.app.rest;

import io.javalin.http.Context;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.audit.Doer;
import org.edos.core.channel.Caller;
import org.edos.core.release.ReleaseId;

/** What a call says in its path and query, checked. */
final class Parameters {
  private static final double LONGEST_WINDOW = 86_400;

  private Parameters() {}

  static ReleaseId release(Context ctx) {
    return new ReleaseId(ctx.pathParam("name"), ctx.pathParam("version"));
  }

  static String required(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null || value.isBlank()) {
      throw EdosException.usage("this call needs ?" + name + "=...");
    }
    return value;
  }

  static String text(Context ctx, String name) {
    String value = ctx.queryParam(name);
    return value == null ? "" : value;
  }

  static long number(Context ctx, String name, long otherwise, long least, long most) {
    String value = ctx.queryParam(name);
    if (value == null || value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    throw EdosException.usage(name + " is a whole number from " + least + " to " + most);
  }

  static Optional<Duration> window(Optional<Double> seconds) {
    return seconds.map(s -> {
      if (!(s >= 0 && s <= LONGEST_WINDOW)) {
        throw EdosException.usage("windowSeconds is a number from 0 to " + (long) LONGEST_WINDOW);
      }
      return Duration.ofMillis(Math.round(s * 1000));
    });
  }

  /** A whole path on this machine. */
  static Path path(String what, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Told below, like a relative one.
    }
    throw EdosException.usage(
        what + " is named by its whole path on the publisher's machine, beginning with /");
  }

  /** What the caller does with a publisher, in its name; for routes that let it in already. */
  static AuditedPublisher by(Context ctx, Peer peer) {
    Doer doer =
        Within.token(ctx)
            .map(token -> new Doer("token:" + token.name(), from(ctx)))
            .orElseGet(() -> Doer.of(Caller.OWNER, from(ctx)));
    return publisher(peer).by(doer);
  }

  /** The address that a call comes from. */
  static String from(Context ctx) {
    return ctx.req().getRemoteAddr();
  }

  static Publisher publisher(Peer peer) {
    if (peer instanceof Publisher publisher) {
      return publisher;
    }
    throw EdosException.notFound(
        "only a publisher does this, and this peer is a " + peer.actor() + "; ask its publisher");
  }
}
