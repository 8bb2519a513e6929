package org.edos.app.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;
import org.edos.actor.Sessions;
import org.edos.app.rest.OwnCaller;
import org.edos.core.EdosException;

/**
 * Tells who looks at a page, by a cookie. Whoever calls from this machine by nobody's hands is let
 * in without a password unless that is turned off. Safe for use by many threads.
 */
final class Visits {
  /** The field of a form, or the header of a call, that shows the form is of this daemon. */
  static final String MARK = "edos-form";

  private static final String VISIT = "edos.visit";
  private static final String VISITOR = "edos.visitor";

  private final Sessions sessions;
  private final boolean openHere;

  /**
   * Knows visitors by these sessions.
   *
   * @param openHere whether this machine's own callers need no password
   */
  Visits(Sessions sessions, boolean openHere) {
    this.sessions = sessions;
    this.openHere = openHere;
  }

  /** Who makes this call; gives them a cookie if they have none. */
  Visit of(Context ctx) {
    Visit known = ctx.attribute(VISIT);
    if (known != null) {
      return known;
    }
    String visitor = visitor(ctx);
    Visit.Who who =
        sessions
            .find(visitor)
            .<Visit.Who>map(session ->
                session
                    .token()
                    .<Visit.Who>map(Visit.Who.Program::new)
                    .orElseGet(Visit.Who.Owner::new))
            .orElseGet(() ->
                openHere && OwnCaller.isDirect(ctx)
                    ? new Visit.Who.Here()
                    : new Visit.Who.Stranger());
    Visit visit = new Visit(who, sessions.formMark(visitor));
    ctx.attribute(VISIT, visit);
    return visit;
  }

  /** The name in the visitor's cookie, or a new one, which they are given. */
  String visitor(Context ctx) {
    String known = ctx.attribute(VISITOR);
    if (known != null) {
      return known;
    }
    String visitor =
        Optional.ofNullable(ctx.cookie(cookie(ctx)))
            .filter(value -> value.matches("[0-9a-f]{64}"))
            .orElseGet(() -> give(ctx, sessions.newVisitor()));
    ctx.attribute(VISITOR, visitor);
    return visitor;
  }

  /** Gives the visitor another name from now on. */
  String give(Context ctx, String visitor) {
    Cookie cookie = new Cookie(cookie(ctx), visitor);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(ctx.req().isSecure());
    cookie.setMaxAge((int) Sessions.VALIDITY.toSeconds());
    cookie.setSameSite(SameSite.LAX);
    ctx.cookie(cookie);
    ctx.attribute(VISITOR, visitor);
    return visitor;
  }

  /** Several daemons of one machine share its cookies, whatever their ports. */
  private static String cookie(Context ctx) {
    return "edos-" + ctx.req().getLocalPort();
  }

  /**
   * Does nothing if a page of this daemon made the form that is sent, for this visitor.
   *
   * @throws EdosException (refused) if not
   */
  void checkForm(Context ctx) {
    String mark =
        Optional.ofNullable(ctx.header(MARK))
            .or(() -> Optional.ofNullable(ctx.formParam(MARK)))
            .orElse("");
    String site = ctx.header("Sec-Fetch-Site");
    boolean own = site == null || site.equals("same-origin") || site.equals("none");
    if (!own || !sessions.isFormMark(visitor(ctx), mark)) {
      throw EdosException.refused(
          "this form was not made by this daemon's page for you; load the page again, and send it"
              + " once more");
    }
  }
}
