package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.edos.actor.PeerDownloads;
import org.edos.actor.PeerShares;
import org.edos.actor.SharedContent;
import org.edos.actor.SharedGroup;
import org.edos.actor.SharingLimits;
import org.edos.app.daemon.Settings;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * What this machine takes and gives, how much of its line that may use, and exactly what it shares.
 */
final class DownloadsPage implements Page {
  private static final int LONGEST_SCHEDULE = 1_000;

  private final Site site;

  DownloadsPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    Scope read = new Scope.Read();
    Scope change = new Scope.Administer();
    return List.of(
        site.page("/downloads", "What this machine takes and gives", read, this::page),
        site.part(
            "/fragments/downloads",
            "The part of it that changes",
            read,
            ctx ->
                site.sendPart(
                    ctx,
                    "tag/downloads.jte",
                    Map.of("mark", site.visit(ctx).mark(), "view", view()))),
        site.page("/downloads/shared", "Exactly what is shared", read, this::shared),
        site.form("/downloads/pause", "Holds a download up", change, ctx -> hold(ctx, true)),
        site.form("/downloads/resume", "Lets a download go on", change, ctx -> hold(ctx, false)),
        site.form("/downloads/limits", "Changes how much is sent", change, this::limit));
  }

  private DownloadsView view() {
    return DownloadsView.of(site.peer(), site.clock().instant());
  }

  private void page(Context ctx) {
    site.send(
        ctx, "downloads.jte", Place.DOWNLOADS.label(), Place.DOWNLOADS, Map.of("view", view()));
  }

  private void hold(Context ctx, boolean hold) {
    PeerDownloads downloads = site.peer().downloads();
    String crowd = Site.field(ctx, "crowd");
    if (!crowd.isEmpty()) {
      ReleaseId release = ReleaseId.parse(crowd);
      if (hold) {
        downloads.pause(release);
      } else {
        downloads.resume(release);
      }
    } else {
      long download = number(Site.field(ctx, "download"));
      if (hold) {
        downloads.pause(download);
      } else {
        downloads.resume(download);
      }
    }
    site.go(ctx, Site.back(ctx));
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,15}")) {
      throw EdosException.usage("a number is expected here, not '" + Words.brief(text) + "'");
    }
    return Long.parseLong(text);
  }

  private void limit(Context ctx) {
    SharingLimits before = site.peer().downloads().limits();
    String schedule = Site.field(ctx, "schedule");
    if (schedule.length() > LONGEST_SCHEDULE) {
      throw EdosException.usage("a schedule has at most " + LONGEST_SCHEDULE + " characters");
    }
    SharingLimits now =
        site.peer()
            .downloads()
            .limit(
                rate("the upload limit", Site.field(ctx, "upload")),
                rate("the download limit", Site.field(ctx, "download")),
                schedule,
                !Site.field(ctx, "leech").isEmpty(),
                before.ratio(),
                before.time());
    site.say(
        ctx,
        "From now until the daemon ends, swarms send "
            + DownloadsView.rate(now.uploadNow())
            + " and receive "
            + DownloadsView.rate(now.downloadNow())
            + ".");
    site.go(ctx, "/downloads");
  }

  private static long rate(String what, String text) {
    return text.isEmpty() ? 0 : Settings.bytes(what, text.replaceFirst("(?i)/s$", ""));
  }

  private void shared(Context ctx) {
    String chosen = Site.query(ctx, "group");
    String after = Site.query(ctx, "after");
    site.send(
        ctx,
        "shared.jte",
        "What is shared",
        Place.DOWNLOADS,
        Map.of("view", shares(chosen, after.isEmpty() ? 0 : number(after))));
  }

  private SharesView shares(String chosen, long after) {
    PeerShares shares = site.peer().shares();
    List<Sha256> kept = site.parts().gateway().kept();
    List<SharedGroup> groups = shares.groups(kept);
    int more = SharesView.PAGE + 1;
    List<SharedContent> found =
        switch (chosen) {
          case "" -> List.of();
          case SharesView.GATEWAY -> shares.others(SharedGroup.Reason.GATEWAY, kept, after, more);
          case SharesView.OTHER -> shares.others(SharedGroup.Reason.OTHER, kept, after, more);
          default -> shares.ofRelease(ReleaseId.parse(chosen), after, more);
        };
    return new SharesView(
        groups,
        chosen,
        found.stream().limit(SharesView.PAGE).toList(),
        after,
        found.size() > SharesView.PAGE);
  }
}
