package org.edos.app.web;

import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.Publisher;
import org.edos.app.daemon.Settings;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.core.network.JoinRequest;
import org.edos.core.network.Member;
import org.edos.core.network.Scope;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Pushed;
import org.edos.core.unit.Sha256;

/** The publisher's mirrors: how they are, whom it invites, and what it has them fetch. */
final class MirrorsPage implements Page {
  private static final int MOST_RELEASES = 200;
  private static final int MOST_TARGETS = 50;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Site site;

  MirrorsPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    Scope read = new Scope.Read();
    Scope change = new Scope.Administer();
    return List.of(
        site.page("/mirrors", "The mirrors", read, ctx -> send(ctx, "")),
        site.part(
            "/fragments/mirrors",
            "The part of it that changes",
            read,
            ctx ->
                site.sendPart(
                    ctx,
                    "tag/mirrors.jte",
                    Map.of("view", MirrorsView.of(publisher(), site.clock().instant())))),
        site.form("/mirrors/invite", "Invites a mirror", change, this::invite),
        site.form("/mirrors/withdraw", "Withdraws an invitation", change, this::withdraw),
        site.form("/mirrors/retire", "Takes a mirror out of the network", change, this::retire),
        site.form("/mirrors/push", "Has mirrors fetch a release", change, this::push));
  }

  private Publisher publisher() {
    if (site.peer() instanceof Publisher publisher) {
      return publisher;
    }
    throw EdosException.notFound(
        "only a publisher has mirrors of its own, and this peer is a " + site.peer().actor());
  }

  /**
   * Shows the page.
   *
   * @param invitation that was made just now, which is never shown again; empty for none
   */
  private void send(Context ctx, String invitation) {
    Publisher publisher = publisher();
    site.send(
        ctx,
        "mirrors.jte",
        "Mirrors",
        Place.MIRRORS,
        Map.of(
            "view",
            MirrorsView.of(publisher, site.clock().instant()),
            "invitations",
            publisher.invitations(),
            "releases",
            publisher.releases().reversed().stream()
                .limit(MOST_RELEASES)
                .map(PublishedRelease::id)
                .map(ReleaseId::toString)
                .toList(),
            "holders",
            holders(publisher, Site.query(ctx, "release")),
            "made",
            invitation));
  }

  private static HoldersView holders(Publisher publisher, String text) {
    if (text.isEmpty()) {
      return HoldersView.NONE;
    }
    ReleaseId release = ReleaseId.parse(text);
    Map<Sha256, Long> contents = publisher.composition(release).contents();
    Map<URI, String> names = new HashMap<>();
    for (Member member : publisher.members()) {
      member.report().ifPresent(report -> names.put(report.address(), member.name()));
    }
    List<HoldersView.Row> rows =
        publisher.network().holders(release).stream()
            .limit(MOST_RELEASES)
            .map(held ->
                new HoldersView.Row(
                    names.getOrDefault(held.peer(), "another peer"),
                    held.peer().toString(),
                    held.contents(),
                    held.bytes()))
            .toList();
    return new HoldersView(
        text, contents.size(), contents.values().stream().mapToLong(Long::longValue).sum(), rows);
  }

  private void invite(Context ctx) {
    String name = Site.field(ctx, "name");
    String validity = Site.field(ctx, "validity");
    Duration valid = Settings.time(validity.isEmpty() ? "24h" : validity);
    if (valid.compareTo(LONGEST) > 0) {
      throw EdosException.usage("an invitation is valid for a year at most");
    }
    Invitation made =
        site.publisher(ctx)
            .invite(
                name.isEmpty() ? Optional.empty() : Optional.of(JoinRequest.checkedName(name)),
                valid);
    send(ctx, made.toString());
  }

  private void withdraw(Context ctx) {
    site.publisher(ctx).withdrawInvitation(Site.field(ctx, "id"));
    site.say(ctx, "The invitation is withdrawn: nobody can use it any more.");
    site.go(ctx, "/mirrors");
  }

  private void retire(Context ctx) {
    String name = Site.field(ctx, "name");
    if (!Site.field(ctx, "again").equals(name)) {
      throw EdosException.usage(
          "to retire a mirror, write its name once more: it can never come back by this name");
    }
    site.publisher(ctx).retire(name);
    site.say(ctx, name + " is retired. What it held of the index is copied to others.");
    site.go(ctx, "/mirrors");
  }

  private void push(Context ctx) {
    ReleaseId release = ReleaseId.parse(Site.field(ctx, "release"));
    List<String> to =
        Stream.concat(
                Site.fields(ctx, "to").stream(),
                Stream.of(Site.field(ctx, "others").split("[,\\s]+")))
            .filter(target -> !target.isEmpty())
            .limit(MOST_TARGETS)
            .toList();
    if (to.isEmpty()) {
      throw EdosException.usage("choose the mirrors that are to fetch it");
    }
    AuditedPublisher publisher = site.publisher(ctx);
    String id =
        site.works()
            .begin(
                "Pushing " + release,
                event -> event.subject().equals(release.toString()),
                () ->
                    new Work.Outcome.Done(
                        said(publisher.push(release, List.of(), to, Optional.empty())),
                        CrowdsView.path(release),
                        "The flash crowd by which they fetch it"));
    site.go(ctx, "/work/" + id);
  }

  private static String said(Pushed pushed) {
    String refused =
        pushed.answers().stream()
            .filter(answer -> answer.peer().isEmpty())
            .map(answer -> answer.address() + ": " + answer.problem())
            .collect(Collectors.joining("; "));
    return Words.count(pushed.accepted().size(), "peer")
        + " fetch "
        + pushed.release()
        + " now."
        + (refused.isEmpty() ? "" : " Not taken by " + refused + ".");
  }
}
