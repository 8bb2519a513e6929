package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.NewRelease;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent.Activity;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.network.Scope;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.SignedCompositionXml;

/** Releases: what there are, whole for mirrors to copy, and their publishing. */
final class ReleaseRoutes implements Routes {
  private record PublishRequest(
      Optional<String> tree,
      Optional<String> origin,
      Optional<String> url,
      Optional<List<String>> suites,
      Optional<List<String>> architectures,
      Optional<List<String>> components,
      Optional<Boolean> contents,
      String name,
      Optional<String> version,
      Optional<Double> windowSeconds,
      Optional<String> installability) {
    RepositorySource source(Function<String, Path> folders) {
      if (tree.isPresent() == url.isPresent()) {
        throw EdosException.usage(
            "give either tree, a folder of the publisher's machine, or url, a repository"
                + " elsewhere");
      }
      boolean choice = suites.isPresent() || architectures.isPresent() || components.isPresent();
      if (tree.isPresent()) {
        if (choice || contents.isPresent()) {
          throw EdosException.usage(
              "suites, architectures, components and contents choose from a url; of a tree"
                  + " everything is published");
        }
        return new RepositorySource.Folder(folders.apply(tree.get()), origin.map(Origin::parse));
      }
      if (origin.isPresent()) {
        throw EdosException.usage("origin belongs to a tree; a url is its own origin");
      }
      return RepositorySource.Remote.of(
          url.get(),
          suites.orElse(List.of()),
          architectures.orElse(List.of()),
          components.orElse(List.of()),
          contents.orElse(false));
    }
  }

  private final Peer peer;
  private final PublishableFolders folders;

  ReleaseRoutes(Peer peer, PublishableFolders folders) {
    this.peer = peer;
    this.folders = folders;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/releases",
                "The visible releases",
                Body.list(PublishedRelease.class),
                ctx -> Pages.send(ctx, peer.releases(), release -> release.id().toString()))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/releases/{name}/{version}/composition",
                "A release's signed composition",
                Body.xml("SignedCompositionXml"),
                this::composition)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/releases/{name}/{version}/documents",
                "Every document of a release, as a stream",
                Body.bytes(
                    "for each document: 4 bytes big-endian length of the id, the id, 4 bytes length"
                        + " of the XML, the XML; a length of 0 ends it"),
                this::documents)
            .by(Access.ANYBODY),
        Route.delete(
                "/api/v1/releases/{name}/{version}",
                "Withdraws a release; publisher only",
                Body.nothing(),
                ctx -> {
                  Parameters.by(ctx, peer).unpublish(Parameters.release(ctx));
                  Json.send(ctx, Json.NOTHING);
                })
            .within(Within.PUBLISH),
        Route.post(
                "/api/v1/publish",
                "Publishes a repository as a release; publisher only. It is a folder of this"
                    + " machine (tree), whose packages may be at an origin, or it is elsewhere"
                    + " (url)",
                new Body.Json(
                    PublishRequest.class,
                    "either tree and perhaps origin, or url with what to take of it"),
                Body.work(NewRelease.class),
                this::publish)
            .by(Access.TOKEN)
            .within(Within.PUBLISH_IN_BODY));
  }

  private void composition(Context ctx) {
    Json.send(
        ctx,
        "application/xml",
        SignedCompositionXml.write(peer.signedComposition(Parameters.release(ctx))));
  }

  private void documents(Context ctx) throws IOException {
    ReleaseId release = Parameters.release(ctx);
    peer.signedComposition(release); // says that there is none, before the answer begins
    ctx.contentType("application/octet-stream");
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(ctx.res().getOutputStream(), 1 << 16));
    peer.documents(release, document -> write(out, document));
    out.writeInt(0);
    out.flush();
  }

  private static void write(DataOutputStream out, Document document) {
    try {
      byte[] id = document.id().toString().getBytes(StandardCharsets.UTF_8);
      out.writeInt(id.length);
      out.write(id);
      out.writeInt(document.xml().length);
      out.write(document.xml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void publish(Context ctx) throws IOException, InterruptedException {
    AuditedPublisher publisher = Parameters.by(ctx, peer);
    PublishRequest request = Json.read(ctx, PublishRequest.class);
    Within.require(ctx, new Scope.Publish(request.name()));
    RepositorySource source = request.source(tree -> folders.named(ctx, "tree", tree));
    Optional<InstallabilityPolicy> policy =
        request.installability().map(InstallabilityPolicy::parse);
    String release = request.name() + "@";
    WorkStream.answer(
        ctx,
        peer.events(),
        event ->
            (event.activity() == Activity.PUBLISH || event.activity() == Activity.FLASH_CROWD)
                && event.subject().startsWith(release),
        () ->
            publisher.publish(
                source,
                request.name(),
                request.version(),
                Parameters.window(request.windowSeconds()),
                policy));
  }
}
