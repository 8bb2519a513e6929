package org.edos.app.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.AccessTokens;
import org.edos.actor.AccessTokens.NewToken;
import org.edos.actor.Publisher;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.channel.User;
import org.edos.core.network.Scope;

/** Who may do what with this daemon: its owner, programs, and on a publisher users. */
final class AccessPage implements Page {
  private static final String ACCESS = "/access";
  private static final int MOST_DAYS = 3650;

  private final Site site;

  AccessPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    Scope administer = new Scope.Administer();
    return List.of(
        site.page(ACCESS, "Who may do what", new Scope.Read(), ctx -> page(ctx, Optional.empty())),
        site.form(ACCESS + "/tokens", "Makes a token for a program", administer, this::token),
        site.form(ACCESS + "/tokens/revoke", "Revokes a token", administer, this::revoke),
        site.form(ACCESS + "/users", "Notes a user", administer, this::user),
        site.form(ACCESS + "/users/remove", "Forgets a user", administer, this::removeUser),
        site.form(ACCESS + "/password", "Sets the owner's password", administer, this::password),
        site.form(
            ACCESS + "/password/remove",
            "Takes the owner's password away",
            administer,
            this::removePassword),
        site.form(ACCESS + "/sessions/end", "Signs everybody out", administer, this::endAll));
  }

  private void page(Context ctx, Optional<NewToken> made) {
    AccessView view = AccessView.of(site.parts(), site.visit(ctx), made, site.clock().instant());
    site.send(ctx, "access.jte", "Access", Place.ACCESS, Map.of("view", view));
  }

  /** The answer shows the token, which is told this once and kept nowhere. */
  private void token(Context ctx) {
    site.visit(ctx).requireOwner();
    Set<Scope> scopes = new LinkedHashSet<>();
    Site.fields(ctx, "scope").stream().map(Scope::parse).forEach(scopes::add);
    words(Site.field(ctx, "publish")).forEach(name -> scopes.add(new Scope.Publish(name)));
    words(Site.field(ctx, "feed")).forEach(name -> scopes.add(new Scope.Feed(name)));
    if (scopes.isEmpty()) {
      throw EdosException.usage("say what the token is for: choose at least one scope");
    }
    String name = Site.field(ctx, "name");
    Optional<Duration> validity = days(Site.field(ctx, "days"));
    AccessTokens tokens = site.parts().tokens();
    NewToken made =
        site.peer() instanceof Publisher
            ? site.publisher(ctx).createToken(tokens, name, scopes, validity)
            : tokens.create(name, scopes, validity);
    page(ctx, Optional.of(made));
  }

  private static Optional<Duration> days(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    long days = ChannelsPage.number(text, 0);
    if (days < 1 || days > MOST_DAYS) {
      throw EdosException.usage("a token is good for 1 to 3,650 days, or until it is revoked");
    }
    return Optional.of(Duration.ofDays(days));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }

  private void revoke(Context ctx) {
    site.visit(ctx).requireOwner();
    String name = Site.field(ctx, "name");
    if (site.peer() instanceof Publisher) {
      site.publisher(ctx).revokeToken(site.parts().tokens(), name);
    } else {
      site.parts().tokens().revoke(name);
    }
    site.say(ctx, "The token " + name + " is revoked: no program has it any more.");
    site.go(ctx, ACCESS);
  }

  private void user(Context ctx) {
    User user =
        new User(
            Site.field(ctx, "name"),
            Set.copyOf(words(Site.field(ctx, "groups"))),
            Set.copyOf(words(Site.field(ctx, "keys"))));
    site.publisher(ctx).putUser(user);
    site.say(ctx, "Noted the user " + user.name() + ".");
    site.go(ctx, ACCESS + "#users");
  }

  private void removeUser(Context ctx) {
    String name = Site.field(ctx, "name");
    site.publisher(ctx).removeUser(name);
    site.say(ctx, "Forgot the user " + name + ", who is anybody from now on.");
    site.go(ctx, ACCESS + "#users");
  }

  private void password(Context ctx) {
    site.visit(ctx).requireOwner();
    // As it was typed: blanks belong to it.
    String password = Optional.ofNullable(ctx.formParam("password")).orElse("");
    if (!password.equals(ctx.formParam("again"))) {
      throw EdosException.usage("these were two different passwords; nothing has changed");
    }
    site.parts().sessions().password(password);
    site.say(ctx, "The password is set, and whoever was signed in is signed out.");
    site.go(ctx, ACCESS);
  }

  private void removePassword(Context ctx) {
    site.visit(ctx).requireOwner();
    boolean was = site.parts().sessions().removePassword();
    site.say(
        ctx,
        was
            ? "The password is taken away, and whoever was signed in is signed out."
            : "There was no password.");
    site.go(ctx, ACCESS);
  }

  private void endAll(Context ctx) {
    site.visit(ctx).requireOwner();
    site.parts().sessions().endAll();
    site.say(ctx, "Whoever was signed in is signed out.");
    site.go(ctx, ACCESS);
  }
}
