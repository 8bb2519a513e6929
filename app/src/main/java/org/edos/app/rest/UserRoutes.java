package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.Peer;
import org.edos.core.channel.User;

/** The users of the network, to whom rights on channels are given. */
final class UserRoutes implements Routes {
  private record UserRequest(
      String name, Optional<Set<String>> groups, Optional<Set<String>> keys) {}

  private final Peer peer;

  UserRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/users",
                "The users that rights are given to",
                Body.list(User.class),
                ctx -> Pages.send(ctx, peer.users().list(), User::name))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/users",
                "Notes a user, in the place of one of the same name; publisher only",
                Body.json(UserRequest.class),
                Body.json(User.class),
                this::put)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/users/{name}",
            "Forgets a user; publisher only",
            Body.nothing(),
            ctx -> {
              Parameters.by(ctx, peer).removeUser(ctx.pathParam("name"));
              Json.send(ctx, Json.NOTHING);
            }));
  }

  private void put(Context ctx) throws IOException {
    UserRequest request = Json.read(ctx, UserRequest.class);
    User user =
        new User(
            request.name(), request.groups().orElse(Set.of()), request.keys().orElse(Set.of()));
    Parameters.by(ctx, peer).putUser(user);
    Json.send(ctx, user);
  }
}
