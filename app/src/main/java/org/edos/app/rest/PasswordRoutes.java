package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.edos.actor.Sessions;
import org.edos.core.EdosException;

/** The password by which the daemon's owner signs in to its pages. */
public final class PasswordRoutes implements Routes {
  private final Sessions sessions;

  private record NewPassword(String password) {
    @Override
    public String toString() {
      return "a password";
    }
  }

  /** Sets the password of these sessions. */
  public PasswordRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/password",
                "Gives the owner another password for the pages, and signs everybody out",
                Body.json(NewPassword.class),
                Body.nothing(),
                this::set)
            .by(Access.TOKEN)
            .within(Within.NONE),
        Route.delete(
                "/api/v1/password",
                "Takes the owner's password for the pages away, and signs everybody out",
                Body.nothing(),
                this::remove)
            .within(Within.NONE));
  }

  private void set(Context ctx) throws IOException {
    sessions.password(Json.read(ctx, NewPassword.class).password());
    Json.send(ctx, Map.of());
  }

  private void remove(Context ctx) {
    if (!sessions.removePassword()) {
      throw EdosException.notFound("there is no password");
    }
    Json.send(ctx, Map.of());
  }
}
