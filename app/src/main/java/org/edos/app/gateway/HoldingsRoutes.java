package org.edos.app.gateway;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.edos.actor.LocatedHolders;
import org.edos.app.rest.Access;
import org.edos.app.rest.Body;
import org.edos.app.rest.FileAnswer;
import org.edos.app.rest.Json;
import org.edos.app.rest.Parameter;
import org.edos.app.rest.Representation;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;
import org.edos.core.EdosException;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Sha256;

/** What this daemon holds, for the daemons near. */
public final class HoldingsRoutes implements Routes {
  private static final Parameter.Text SIZE = Parameter.text("size", "of the content, in bytes");
  private static final String BYTES = "application/octet-stream";

  private final LocatedHolders holders;

  /** Tells what these know; they stay the caller's to close. */
  public HoldingsRoutes(LocatedHolders holders) {
    this.holders = holders;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/content/filter",
            "A filter of what this daemon shares, for daemons of the same network",
            Body.bytes("the bytes of a HoldingsFilter"),
            this::filter),
        Route.get(
                "/content/pieces/{hex}",
                "The hashes of a shared content's pieces",
                Body.bytes("the bytes of PieceHashes"),
                this::pieces)
            .asking(SIZE)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/dht-node",
                "The port of this machine's node of the hash table",
                Body.json(Node.class),
                this::node)
            .by(Access.ANYBODY),
        Route.get(
            "/api/v1/gateway/peers",
            "Which daemons the gateway asks, and how many contents it announced",
            Body.json(LocatedHolders.Known.class),
            ctx -> Json.send(ctx, holders.known())));
  }

  /** What a daemon tells of its node. */
  record Node(int port) {}

  private void node(Context ctx) {
    OptionalInt port = holders.hashTableNode();
    if (port.isEmpty()) {
      throw EdosException.notFound("this daemon takes no part in the hash table; see wide-area");
    }
    Json.send(ctx, new Node(port.getAsInt()));
  }

  private void filter(Context ctx) throws IOException {
    // Elsewhere somebody with a list of all packages could try which are here.
    if (!NearCaller.isNear(ctx.req().getRemoteAddr(), ctx.req().getLocalAddr())) {
      throw EdosException.notFound("what is here is told to the same network alone");
    }
    byte[] bytes =
        holders
            .ownFilter()
            .orElseThrow(() -> EdosException.notFound("this daemon shares nothing"))
            .bytes();
    send(ctx, bytes, "no-cache");
  }

  private void pieces(Context ctx) throws IOException {
    Sha256 id = new Sha256(ctx.pathParam("hex"));
    Optional<PieceHashes> list = holders.ownPieces(id);
    if (list.isEmpty()) {
      throw EdosException.notFound("this daemon does not share " + id);
    }
    send(ctx, list.get().bytes(), "public, max-age=31536000, immutable");
  }

  private static void send(Context ctx, byte[] bytes, String caching) throws IOException {
    FileAnswer.send(
        ctx,
        new Representation(
            Sha256.of(bytes),
            bytes.length,
            Optional.empty(),
            BYTES,
            caching,
            offset -> from(bytes, offset)));
  }

  private static InputStream from(byte[] bytes, long offset) {
    int at = Math.toIntExact(offset);
    return new ByteArrayInputStream(bytes, at, bytes.length - at);
  }
}
