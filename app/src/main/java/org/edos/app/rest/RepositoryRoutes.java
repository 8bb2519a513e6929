package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Content;
import org.edos.core.unit.RepositoryPath;

/** Releases as repository trees, for apt, dnf and browsers. */
final class RepositoryRoutes implements Routes {
  private static final String PREFIX = "/repo/";
  private static final int QUIET_SECONDS = 10;

  private record Asked(PublishedRelease release, String path) {}

  private final Peer peer;
  private final KnownReleases releases;

  RepositoryRoutes(Peer peer) {
    this.peer = peer;
    this.releases = new KnownReleases(peer);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                PREFIX + "<path>",
                "A file of a release's tree, with ranges, or a plain list of a folder: NAME/PATH of"
                    + " the newest version, NAME@VERSION/PATH or NAME/VERSION/PATH",
                Body.bytes("the bytes"),
                this::file)
            .by(Access.ANYBODY));
  }

  private void file(Context ctx) throws IOException {
    String raw = ctx.path();
    Asked asked = asked(PathParts.of(raw.substring(PREFIX.length())));
    Composition composition = releases.composition(asked.release());
    if (!asked.path().isEmpty()) {
      RepositoryPath path = new RepositoryPath(asked.path());
      int place = TreeListing.firstAtOrAfter(composition.entries(), path.value());
      if (place < composition.entries().size()
          && composition.entries().get(place).path().equals(path)) {
        sendFile(ctx, composition, composition.entries().get(place));
        return;
      }
      // Whoever read the indexes before an update goes on to ask for what they name.
      Optional<Composition.Entry> superseded = composition.superseded(path);
      if (superseded.isPresent()) {
        sendFile(ctx, composition, superseded.get());
        return;
      }
    }
    List<Composition.Entry> below = TreeListing.below(composition, asked.path());
    if (below.isEmpty()) {
      throw EdosException.notFound("release " + composition.id() + " has no file " + asked.path());
    }
    if (raw.endsWith("/")) {
      sendListing(ctx, TreeListing.html(composition, asked.path(), below));
    } else {
      ctx.status(301);
      ctx.header("Location", raw + "/");
    }
  }

  /**
   * {@code NAME@VERSION}, or {@code NAME} and a version that there is, or {@code NAME} alone for
   * its newest.
   */
  private Asked asked(List<String> parts) {
    if (parts.isEmpty()) {
      throw EdosException.notFound("name a release: /repo/NAME/...; see: edos releases");
    }
    String name = parts.getFirst();
    if (name.contains("@")) {
      ReleaseId id = ReleaseId.parse(name);
      PublishedRelease release =
          releases
              .find(id.name(), id.version())
              .orElseThrow(
                  () -> EdosException.notFound("no release '" + id + "'; see: edos releases"));
      return new Asked(release, rest(parts, 1));
    }
    Optional<PublishedRelease> version =
        parts.size() > 1 ? releases.find(name, parts.get(1)) : Optional.empty();
    return version
        .map(release -> new Asked(release, rest(parts, 2)))
        .orElseGet(() -> new Asked(releases.newest(name), rest(parts, 1)));
  }

  private static String rest(List<String> parts, int from) {
    return String.join("/", parts.subList(from, parts.size()));
  }

  private void sendFile(Context ctx, Composition composition, Composition.Entry entry)
      throws IOException {
    FileAnswer.send(
        ctx,
        new Representation(
            entry.sha256(),
            entry.size(),
            Optional.of(composition.created()),
            MediaTypes.of(entry.path().fileName()),
            "no-cache",
            offset -> bytes(ctx, entry).open(offset)));
  }

  /**
   * Fetched now where the store lacks it. A quick failure is told, since nothing has been written
   * yet; after a while the answer's head is sent, so that apt and dnf go on waiting.
   */
  private Content bytes(Context ctx, Composition.Entry entry) throws IOException {
    Optional<Content> here = peer.content(entry.sha256());
    if (here.isPresent()) {
      return here.get();
    }
    FutureTask<Content> fetching = new FutureTask<>(() -> peer.file(entry));
    Thread.ofVirtual().name("edos-fetch").start(fetching);
    try {
      try {
        return fetching.get(QUIET_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        ctx.res().flushBuffer();
        return fetching.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdosException known) {
        throw known;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void sendListing(Context ctx, String html) {
    ctx.header("Content-Security-Policy", "sandbox; default-src 'none'");
    Json.send(ctx, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    releases.close();
  }
}
