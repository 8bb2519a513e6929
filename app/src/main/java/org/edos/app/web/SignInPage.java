package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.rest.Bearers;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;

/** Where those sign in who do not sit at the daemon's own machine, and out again. */
final class SignInPage implements Page {
  private final Site site;
  private final Bearers bearers;

  SignInPage(Site site) {
    this.site = site;
    this.bearers = Bearers.forPeople(site.parts().config().token(), site.parts().tokens());
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/sign-in", "Where people sign in", this::page),
        site.form("/sign-in", "Begins a session", this::begin),
        site.form("/sign-out", "Ends a session", this::end));
  }

  private void page(Context ctx) {
    site.send(
        ctx,
        "sign-in.jte",
        "Sign in",
        Place.OVERVIEW,
        Map.of(
            "to", ownPath(Site.query(ctx, "to")),
            "hasPassword", site.parts().sessions().hasPassword()));
  }

  private void begin(Context ctx) {
    String secret = Site.field(ctx, "secret");
    if (secret.isEmpty()) {
      throw EdosException.usage("give a password or a token");
    }
    String address = String.valueOf(ctx.req().getRemoteAddr());
    Optional<AccessToken> token = bearers.signIn(secret, address, site.parts().sessions());
    site.parts().sessions().end(site.visits().visitor(ctx));
    site.visits().give(ctx, site.parts().sessions().begin(token));
    site.go(ctx, ownPath(Site.field(ctx, "to")));
  }

  private void end(Context ctx) {
    site.parts().sessions().end(site.visits().visitor(ctx));
    site.visits().give(ctx, site.parts().sessions().newVisitor());
    site.go(ctx, "/");
  }

  /** A path of this daemon; its overview for anything else. */
  private static String ownPath(String path) {
    boolean own =
        path.startsWith("/")
            && !path.startsWith("//")
            && path.chars().allMatch(c -> c > 32 && c != '\\');
    return own ? path : "/";
  }
}
