package org.edos.app.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.actor.AnnouncedCrowd;
import org.edos.actor.Publisher;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;

/** Flash crowds as they happen: on the publisher all of each, elsewhere this peer's part. */
final class CrowdsPage implements Page {
  private static final String CROWD = "/crowds/{name}/{version}";
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_RELEASES = 200;
  private static final int MOST_FEED = 50;

  private final Site site;
  private final Outlooks outlooks;
  private final Joining joining;

  CrowdsPage(Site site) {
    this.site = site;
    this.outlooks = new Outlooks(site.clock());
    this.joining = new Joining(site);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/crowds", "The flash crowds", this::all),
        site.part(
            "/fragments/crowds",
            "The part of it that changes",
            ctx -> site.sendPart(ctx, "tag/crowds.jte", Map.of("view", view(ctx)))),
        site.page(CROWD, "A flash crowd as it happens", this::one),
        site.part("/fragments" + CROWD, "The part of it that changes", this::onePart),
        site.part(
            "/fragments" + CROWD + "/strategies",
            "What each strategy would make of it",
            ctx -> site.sendPart(ctx, "tag/strategies.jte", Map.of("view", strategies(ctx)))),
        site.form("/crowds/open", "Opens a flash crowd", new Scope.Administer(), this::open),
        site.form("/crowds/close", "Closes a flash crowd", new Scope.Administer(), this::close),
        site.form("/crowds/join", "Joins a flash crowd", new Scope.Administer(), joining::join));
  }

  private CrowdsView view(Context ctx) {
    boolean own = site.visit(ctx).mayRead();
    List<JoinedStatus> joined = own ? site.peer().downloads().joined() : List.of();
    Set<ReleaseId> mine = joined.stream().map(JoinedStatus::release).collect(Collectors.toSet());
    Optional<Publisher> publisher = publisher();
    String problem = "";
    List<AnnouncedCrowd> announced = List.of();
    if (publisher.isEmpty()) {
      try {
        announced =
            site.peer().downloads().announced().stream()
                .filter(crowd -> !mine.contains(crowd.release()))
                .limit(MOST_RELEASES)
                .toList();
      } catch (EdosException e) {
        problem = Site.sentence(e);
      }
    }
    return new CrowdsView(
        publisher.isPresent(),
        publisher.map(Publisher::crowds).orElse(List.of()),
        joined,
        announced,
        problem,
        site.clock().instant());
  }

  private Optional<Publisher> publisher() {
    return site.peer() instanceof Publisher publisher ? Optional.of(publisher) : Optional.empty();
  }

  private void all(Context ctx) {
    site.send(
        ctx,
        "crowds.jte",
        "Flash crowds",
        Place.CROWDS,
        Map.of("view", view(ctx), "opening", opening(Site.query(ctx, "release"))));
  }

  /** What the form that opens one offers; nothing where this peer is no publisher. */
  private OpeningView opening(String chosen) {
    List<String> releases =
        publisher()
            .map(publisher ->
                publisher.releases().reversed().stream()
                    .limit(MOST_RELEASES)
                    .map(PublishedRelease::id)
                    .map(ReleaseId::toString)
                    .toList())
            .orElse(List.of());
    return new OpeningView(
        releases,
        publisher().map(Publisher::crowdStrategies).orElse(List.of()),
        site.parts().settings().text(Setting.STRATEGY),
        site.parts().settings().text(Setting.WINDOW),
        chosen);
  }

  private static ReleaseId release(Context ctx) {
    return new ReleaseId(ctx.pathParam("name"), ctx.pathParam("version"));
  }

  private void one(Context ctx) {
    ReleaseId release = release(ctx);
    String title = "Flash crowd for " + release;
    Optional<CrowdView> crowd = crowd(release);
    if (publisher().isPresent()) {
      if (crowd.isEmpty()) {
        throw EdosException.notFound(
            "there is no flash crowd for "
                + release
                + " on this publisher; open one on the page of flash crowds");
      }
      site.send(
          ctx,
          "crowd.jte",
          title,
          Place.CROWDS,
          Map.of("view", crowd.get(), "strategies", strategies(ctx)));
      return;
    }
    site.send(
        ctx, "joined.jte", title, Place.CROWDS, Map.of("view", joining.view(release, mine(ctx))));
  }

  private boolean mine(Context ctx) {
    return site.visit(ctx).mayRead();
  }

  private void onePart(Context ctx) {
    ReleaseId release = release(ctx);
    Optional<CrowdView> crowd = crowd(release);
    if (crowd.isPresent()) {
      site.sendPart(ctx, "tag/crowd.jte", Map.of("view", crowd.get()));
    } else {
      site.sendPart(
          ctx,
          "tag/joined.jte",
          Map.of("mark", site.visit(ctx).mark(), "view", joining.view(release, mine(ctx))));
    }
  }

  private Optional<CrowdView> crowd(ReleaseId release) {
    return publisher().flatMap(publisher -> crowd(publisher, release));
  }

  private Optional<CrowdView> crowd(Publisher publisher, ReleaseId release) {
    try {
      CrowdStatus status = publisher.crowd(release);
      Optional<PlanOutlook> outlook = outlooks.inUse(publisher, status, assumed(publisher));
      return Optional.of(
          CrowdView.of(status, publisher.crowdDetail(release), outlook, site.clock().instant()));
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The publisher's own limit is known, the peers' are not. */
  private static Rates assumed(Publisher publisher) {
    long limit = publisher.downloads().limits().uploadNow();
    return new Rates(
        limit > 0 ? limit : Rates.ASSUMED.publisherUpload(),
        Rates.ASSUMED.peerUpload(),
        Rates.ASSUMED.peerDownload());
  }

  private StrategiesView strategies(Context ctx) {
    Publisher publisher =
        publisher().orElseThrow(() -> EdosException.notFound("only a publisher plans"));
    CrowdStatus status = publisher.crowd(release(ctx));
    Rates usual = assumed(publisher);
    Rates rates =
        new Rates(
            rate(Site.query(ctx, "from"), usual.publisherUpload()),
            rate(Site.query(ctx, "up"), usual.peerUpload()),
            rate(Site.query(ctx, "down"), usual.peerDownload()));
    boolean many = status.wishLists() > Outlooks.FEW;
    boolean asked = !Site.query(ctx, "from").isEmpty();
    List<PlanOutlook> all = many && !asked ? List.of() : outlooks.of(publisher, status, rates);
    return new StrategiesView(status, all, rates, asked);
  }

  private static double rate(String megabytes, double usual) {
    if (megabytes.isEmpty()) {
      return usual;
    }
    if (!megabytes.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || Double.parseDouble(megabytes) <= 0) {
      throw EdosException.usage("a rate is a number of megabytes a second above 0, such as 2.5");
    }
    return Double.parseDouble(megabytes) * 1e6;
  }

  private void open(Context ctx) {
    ReleaseId release = ReleaseId.parse(Site.field(ctx, "release"));
    String window = Site.field(ctx, "window");
    String strategy = Site.field(ctx, "strategy");
    List<String> feed =
        List.of(Site.field(ctx, "feed").split("[,\\s]+")).stream()
            .filter(name -> !name.isEmpty())
            .limit(MOST_FEED)
            .toList();
    site.publisher(ctx)
        .openCrowd(
            release,
            window.isEmpty() ? Optional.empty() : Optional.of(window(window)),
            strategy.isEmpty() ? Optional.empty() : Optional.of(strategy),
            feed);
    site.say(ctx, "The flash crowd for " + release + " is open, and announced.");
    site.go(ctx, CrowdsView.path(release));
  }

  private static Duration window(String text) {
    Duration window = Settings.time(text.matches("[0-9]{1,6}") ? text + "s" : text);
    if (window.compareTo(LONGEST) > 0) {
      throw EdosException.usage("a window is open for a day at most");
    }
    return window;
  }

  private void close(Context ctx) {
    ReleaseId release = ReleaseId.parse(Site.field(ctx, "release"));
    site.publisher(ctx).closeCrowd(release);
    site.say(ctx, "The flash crowd for " + release + " is over.");
    site.go(ctx, CrowdsView.path(release));
  }
}
