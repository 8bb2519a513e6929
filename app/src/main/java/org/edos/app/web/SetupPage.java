package org.edos.app.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Setting;
import org.edos.app.machine.GatewaySetup;
import org.edos.app.machine.KeyFingerprint;
import org.edos.app.machine.RecentAsks.Ask;
import org.edos.app.machine.RepositorySetup;
import org.edos.app.rest.OwnCaller;
import org.edos.app.rest.Route;
import org.edos.app.web.SetupView.Chosen;
import org.edos.app.web.SetupView.Heard;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;

/** How apt and dnf are set up, and whether they ask here now. */
final class SetupPage implements Page {
  private static final RepositoryPath KEY = new RepositoryPath("edos.asc");
  private static final int MOST_HEARD = 12;

  private final Site site;

  SetupPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/setup", "How apt and dnf are set up", this::page),
        site.part("/fragments/setup", "Whether they ask here now", this::part));
  }

  private void page(Context ctx) {
    site.send(ctx, "setup.jte", "Set up apt and dnf", Place.SETUP, Map.of("view", view(ctx)));
  }

  private void part(Context ctx) {
    Instant since = Instant.ofEpochMilli(ChannelsPage.number(Site.query(ctx, "since"), 0));
    site.sendPart(ctx, "tag/asks.jte", Map.of("heard", heard(ctx, since)));
  }

  private SetupView view(Context ctx) {
    String address = GatewaySetup.proxy(address(ctx));
    Instant now = site.clock().instant();
    List<String> names = List.of();
    Optional<Chosen> chosen = Optional.empty();
    String problem = "";
    try {
      Map<String, PublishedRelease> newest = newest();
      names = List.copyOf(newest.keySet());
      String asked = Site.query(ctx, "release");
      if (asked.isEmpty() && names.size() == 1) {
        asked = names.getFirst();
      }
      if (!asked.isEmpty()) {
        chosen = Optional.of(chosen(asked, address));
      }
    } catch (EdosException e) {
      problem = Site.sentence(e);
    }
    String gateway = site.parts().settings().text(Setting.GATEWAY);
    boolean served = gateway.equals("lan") || (gateway.equals("own") && OwnCaller.is(ctx));
    return new SetupView(
        address,
        names,
        chosen,
        served,
        GatewaySetup.aptLines(address, false),
        GatewaySetup.dnfLines(address),
        problem,
        now.toEpochMilli(),
        heard(ctx, now));
  }

  /** The newest release of each name, the newest of all first. */
  private Map<String, PublishedRelease> newest() {
    Map<String, PublishedRelease> newest = new LinkedHashMap<>();
    site.peer()
        .releases()
        .reversed()
        .forEach(release -> newest.putIfAbsent(release.id().name(), release));
    return newest;
  }

  private Chosen chosen(String name, String daemon) {
    PublishedRelease release = site.peer().release(name);
    Composition composition = site.peer().composition(release.id());
    String address = daemon + "/repo/" + name + "/";
    boolean apt = composition.format() == PackageFormat.DEB;
    List<String> lines =
        apt ? RepositorySetup.apt(composition, address) : RepositorySetup.dnf(composition, address);
    return new Chosen(
        name, release.id().toString(), apt ? "apt" : "dnf", lines, fingerprint(composition));
  }

  /** That of the key that Edos signed the indexes with; empty where it was not Edos. */
  private String fingerprint(Composition composition) {
    return composition.entries().stream()
        .filter(entry -> entry.path().equals(KEY))
        .findFirst()
        .flatMap(entry -> {
          try (var key = site.peer().file(entry).open(0)) {
            return KeyFingerprint.of(key.readNBytes(1 << 20));
          } catch (EdosException | IOException e) {
            return Optional.empty();
          }
        })
        .orElse("");
  }

  /** Where the visitor's machine reaches this daemon. */
  private URI address(Context ctx) {
    return OwnCaller.is(ctx)
        ? DaemonClient.of(site.parts().home()).address()
        : site.parts().config().address();
  }

  /** The owner sees who asked; others only what their own machine did. */
  private Heard heard(Context ctx, Instant since) {
    String visitor = Site.from(ctx);
    boolean own = site.visit(ctx).mayRead();
    List<Ask> asks =
        site.parts().asks().since(since).stream()
            .filter(ask -> own || ask.from().equals(visitor))
            .limit(MOST_HEARD)
            .toList();
    return Heard.of(asks, visitor, site.clock().instant(), since);
  }
}
