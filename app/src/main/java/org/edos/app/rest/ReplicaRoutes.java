package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.actor.Mirror;
import org.edos.actor.MirrorReplicas;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.core.EdosException;
import org.edos.core.network.ContentPlace;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Replica;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.UnitId;
import tools.jackson.core.type.TypeReference;

/**
 * Replicas of single units: which a mirror holds, whom it pushes them to, where one is best had.
 */
final class ReplicaRoutes implements Routes {
  private static final int MOST_UNITS = 1000;

  private record BestPlacesRequest(List<UnitId> ids) {
    BestPlacesRequest {
      ids = bounded(ids);
    }
  }

  private record ReplicateRequest(List<UnitId> ids, Optional<URI> from, Optional<Boolean> drop) {
    ReplicateRequest {
      ids = bounded(ids);
    }
  }

  private record ReplicaPushRequest(List<UnitId> ids, List<String> to) {
    ReplicaPushRequest {
      ids = bounded(ids);
    }
  }

  private record TakenReplicas(List<Replica> replicas) {}

  private record AcceptedReplicas(PeerId peer) {}

  private static List<UnitId> bounded(List<UnitId> ids) {
    if (ids.isEmpty() || ids.size() > MOST_UNITS) {
      throw EdosException.usage("name 1 to " + MOST_UNITS + " units in one call");
    }
    return List.copyOf(ids);
  }

  private final Peer peer;

  ReplicaRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/locations/best",
            "Where packages and utilities are best fetched from, the best place first",
            Body.json(BestPlacesRequest.class),
            Body.json(new TypeReference<Map<UnitId, List<ContentPlace>>>() {}),
            ctx ->
                Json.send(
                    ctx,
                    peer.units().bestLocations(Json.read(ctx, BestPlacesRequest.class).ids()))),
        Route.get(
                "/api/v1/replicas",
                "The single units that a mirror was told to hold; mirror only",
                Body.list(Replica.class),
                ctx -> Json.send(ctx, replicas().taken()))
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/replicas",
                "Has a mirror hold single units, fetched from one peer or from the best, or drop"
                    + " them; mirror only",
                Body.json(ReplicateRequest.class),
                Body.work(TakenReplicas.class),
                this::take)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/replicas/push",
                "Has chosen peers fetch units that a mirror holds, where they let it; mirror only",
                Body.json(ReplicaPushRequest.class),
                Body.list(Pushed.Answer.class),
                this::push)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/replicas/offers",
                "Tells this peer of an offer that a mirror which it knows has for it",
                Body.json(ReplicaNotice.class),
                Body.json(AcceptedReplicas.class),
                this::told)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/replicas/offers/{id}",
                "An offer, for a peer that was told of it; mirror only",
                Body.json(ReplicaOffer.class),
                ctx -> {
                  ReplicaNotice.requireId(ctx.pathParam("id"));
                  Json.send(ctx, replicas().offer(ctx.pathParam("id")));
                })
            .by(Access.ANYBODY));
  }

  private MirrorReplicas replicas() {
    if (peer instanceof Mirror mirror) {
      return mirror.replicas();
    }
    throw EdosException.notFound(
        "only a mirror does this, and this peer is a " + peer.actor() + "; see: edos get");
  }

  private void take(Context ctx) throws IOException, InterruptedException {
    ReplicateRequest request = Json.read(ctx, ReplicateRequest.class);
    MirrorReplicas replicas = replicas();
    boolean drop = request.drop().orElse(false);
    Set<String> asked = request.ids().stream().map(UnitId::toString).collect(Collectors.toSet());
    WorkStream.answer(
        ctx,
        peer.events(),
        event -> isAbout(event, asked),
        () ->
            new TakenReplicas(
                drop
                    ? replicas.drop(request.ids())
                    : replicas.take(request.ids(), request.from())));
  }

  /** What is fetched is told by contents; what becomes of units, only of those that were asked. */
  private static boolean isAbout(PeerEvent event, Set<String> asked) {
    return switch (event.activity()) {
      case DOWNLOAD, PROBLEM -> true;
      case REPLICATE -> asked.contains(event.subject());
      default -> false;
    };
  }

  private void push(Context ctx) throws IOException {
    ReplicaPushRequest request = Json.read(ctx, ReplicaPushRequest.class);
    Json.send(ctx, replicas().push(request.ids(), request.to()));
  }

  private void told(Context ctx) throws IOException {
    Json.send(ctx, new AcceptedReplicas(peer.units().accept(Json.read(ctx, ReplicaNotice.class))));
  }
}
