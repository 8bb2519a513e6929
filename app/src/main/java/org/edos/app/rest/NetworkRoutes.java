package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.peer.PeerJson;

/** The indexing network: its members, invitations to it, and joining it. */
final class NetworkRoutes implements Routes {
  private static final int MOST_BYTES = 8 * 1024;
  private static final Duration USUAL = Duration.ofHours(24);

  private record InviteRequest(Optional<String> name, Optional<Duration> validity) {}

  private record Invited(String id, String address, Instant expires) {}

  private final Peer peer;

  NetworkRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/network/members",
                "The members of the indexing network",
                Body.list(Member.class),
                ctx -> Pages.send(ctx, peer.members(), Member::name))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/network/peers",
                "The daemons that answer for the indexing network, those that are there first",
                Body.list(URI.class),
                ctx -> Json.send(ctx, peers()))
            .by(Access.ANYBODY),
        Route.post(
                "/api/v1/network/join",
                "A mirror asks to become a member, by an invitation; publisher only",
                Body.json(JoinRequest.class),
                Body.json(JoinAnswer.class),
                this::join)
            .by(Access.ANYBODY),
        Route.get(
                "/api/v1/network/invitations",
                "The invitations, without their secrets; publisher only",
                Body.list(IssuedInvitation.class),
                ctx ->
                    Pages.send(ctx, Parameters.publisher(peer).invitations(), IssuedInvitation::id))
            .asking(Pages.CURSOR, Pages.LIMIT)
            .by(Access.TOKEN),
        Route.post(
                "/api/v1/network/invitations",
                "Invites a mirror; publisher only",
                Body.json(InviteRequest.class),
                Body.json(Invited.class),
                this::invite)
            .by(Access.TOKEN),
        Route.delete(
            "/api/v1/network/invitations/{id}",
            "Withdraws an invitation; publisher only",
            Body.nothing(),
            ctx -> {
              Parameters.by(ctx, peer).withdrawInvitation(ctx.pathParam("id"));
              Json.send(ctx, Json.NOTHING);
            }),
        Route.delete(
            "/api/v1/network/members/{name}",
            "Takes a mirror out of the network; publisher only",
            Body.nothing(),
            ctx -> {
              Parameters.by(ctx, peer).retire(ctx.pathParam("name"));
              Json.send(ctx, Json.NOTHING);
            }));
  }

  private List<String> peers() {
    return peer.members().stream()
        .filter(member -> member.online() && member.report().isPresent())
        .map(Member::report)
        .flatMap(Optional::stream)
        .map(MemberReport::address)
        .map(Object::toString)
        .distinct()
        .toList();
  }

  private void join(Context ctx) throws IOException {
    JoinRequest request = PeerJson.readRequest(Json.body(ctx, MOST_BYTES), JoinRequest.class);
    Json.send(
        ctx,
        Parameters.publisher(peer)
            .admit(request, InetAddress.getByName(ctx.req().getRemoteAddr())));
  }

  private void invite(Context ctx) throws IOException {
    InviteRequest request = Json.read(ctx, InviteRequest.class);
    Duration validity = request.validity().orElse(USUAL);
    Invitation made = Parameters.by(ctx, peer).invite(request.name(), validity);
    Instant expires =
        Parameters.publisher(peer).invitations().stream()
            .filter(invitation -> invitation.id().equals(made.id()))
            .findFirst()
            .orElseThrow(() -> EdosException.exhausted("the invitation has expired already"))
            .expires();
    Json.send(ctx, new Invited(made.id(), made.toString(), expires));
  }
}
