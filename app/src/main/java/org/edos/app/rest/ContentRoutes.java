package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/** The contents of this peer's store, for other peers. */
final class ContentRoutes implements Routes {
  private final Peer peer;
  private final UploadCap cap;

  /** Gives contents of this peer, to all together no faster than that. */
  ContentRoutes(Peer peer, UploadCap cap) {
    this.peer = peer;
    this.cap = cap;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/content/sha256/{hex}", "A content, with ranges", "the bytes", this::content)
            .by(Access.ANYBODY));
  }

  private void content(Context ctx) throws IOException {
    Sha256 id = new Sha256(ctx.pathParam("hex"));
    Content content =
        peer.content(id)
            .orElseThrow(() ->
                EdosException.notFound("this peer does not have " + id + "; see /api/v1/locate"));
    FileAnswer.send(
        ctx,
        new Representation(
            id,
            content.size(),
            Optional.empty(),
            "application/octet-stream",
            "public, max-age=31536000, immutable",
            offset -> cap.limit(content.open(offset))));
  }
}
