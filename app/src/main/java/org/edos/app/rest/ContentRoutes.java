package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/** The contents of this peer's store, and what is here of those on their way, for other peers. */
final class ContentRoutes implements Routes {
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** What arrives may yet turn out to be wrong. */
  private static final String NOT_AT_ALL = "no-store";

  private final Peer peer;
  private final Function<Sha256, Optional<PartialContent>> arriving;
  private final UploadCap cap;

  /** Gives contents of this peer, to all together no faster than that. */
  ContentRoutes(Peer peer, Function<Sha256, Optional<PartialContent>> arriving, UploadCap cap) {
    this.peer = peer;
    this.arriving = arriving;
    this.cap = cap;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/content/sha256/{hex}",
                "A content, with ranges",
                Body.bytes("the bytes"),
                this::content)
            .by(Access.ANYBODY));
  }

  private void content(Context ctx) throws IOException {
    Sha256 id = new Sha256(ctx.pathParam("hex"));
    Optional<Content> content = peer.content(id);
    Optional<PartialContent> coming = content.isPresent() ? Optional.empty() : arriving.apply(id);
    // Looked at before what is asked for, so that it never names a piece that is refused.
    Optional<PieceSet> present = coming.map(PartialContent::present);
    if (coming.isPresent() && isPartGiven(ctx, id, coming.get(), present.orElseThrow())) {
      return;
    }
    // What was on its way a moment ago may be here by now.
    content = content.or(() -> peer.content(id));
    if (content.isEmpty()) {
      present.ifPresent(pieces -> ctx.header(PieceSet.HEADER, pieces.text()));
      throw EdosException.notFound("this peer does not have " + id + "; see /api/v1/locate");
    }
    Content whole = content.get();
    send(ctx, id, whole.size(), FOR_EVER, whole::open);
  }

  /** Gives what is asked for where it is here already; never waits for it. */
  private boolean isPartGiven(Context ctx, Sha256 id, PartialContent coming, PieceSet present)
      throws IOException {
    Optional<InputStream> opened =
        range(ctx, coming.size()).flatMap(part -> coming.open(part.first(), part.length()));
    if (opened.isEmpty()) {
      return false;
    }
    try (InputStream bytes = opened.get()) {
      ctx.header(PieceSet.HEADER, present.text());
      send(ctx, id, coming.size(), NOT_AT_ALL, offset -> bytes);
    }
    return true;
  }

  /** The one range that is asked for whatever the content is by now. */
  private static Optional<ByteRanges.Part> range(Context ctx, long size) {
    String header = ctx.header("Range");
    if (header == null || ctx.header("If-Range") != null || !ctx.req().getMethod().equals("GET")) {
      return Optional.empty();
    }
    List<ByteRanges.Part> parts = ByteRanges.parse(header, size).parts();
    return parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty();
  }

  private void send(Context ctx, Sha256 id, long size, String caching, Representation.Opener bytes)
      throws IOException {
    FileAnswer.send(
        ctx,
        new Representation(
            id,
            size,
            Optional.empty(),
            "application/octet-stream",
            caching,
            offset -> cap.limit(bytes.open(offset))));
  }
}
