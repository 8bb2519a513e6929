package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.actor.AnnouncedCrowd;
import org.edos.actor.PeerDownloads;
import org.edos.actor.WishSummary;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.Wanted;

/** A peer's part in a flash crowd: what of it this machine wants, and how that comes. */
final class Joining {
  private static final int LONGEST = 4_000;

  private final Site site;

  Joining(Site site) {
    this.site = site;
  }

  /**
   * What the page of a flash crowd shows.
   *
   * @param mine whether this peer's own part is to be seen
   */
  JoinedView view(ReleaseId release, boolean mine) {
    PeerDownloads downloads = site.peer().downloads();
    Optional<JoinedStatus> joined =
        mine
            ? downloads.joined().stream()
                .filter(crowd -> crowd.release().equals(release))
                .findFirst()
            : Optional.empty();
    Optional<AnnouncedCrowd> announced = Optional.empty();
    String problem = "";
    try {
      announced =
          downloads.announced().stream()
              .filter(crowd -> crowd.release().equals(release))
              .findFirst();
    } catch (EdosException e) {
      problem = Site.sentence(e);
    }
    return new JoinedView(
        release,
        announced,
        joined,
        joined.map(crowd -> JoinedView.rows(crowd, site.peer().swarms())).orElse(List.of()),
        problem,
        site.clock().instant());
  }

  /** Hands in a wish list, or only says what it would be. */
  void join(Context ctx) {
    ReleaseId release = ReleaseId.parse(Site.field(ctx, "release"));
    Wanted wanted = wanted(ctx);
    boolean handIn = Site.field(ctx, "do").equals("join");
    String title =
        handIn ? "Joining the flash crowd for " + release : "What this machine lacks of " + release;
    String id =
        site.works()
            .begin(
                title,
                event -> event.subject().equals(release.toString()),
                () -> {
                  WishSummary summary = site.peer().wish(release.toString(), wanted, handIn);
                  return new Work.Outcome.Done(
                      said(summary, handIn), CrowdsView.path(release), "The flash crowd");
                });
    site.go(ctx, "/work/" + id);
  }

  private static Wanted wanted(Context ctx) {
    String part = Site.field(ctx, "part");
    String query = bounded(Site.field(ctx, "query"));
    String names = bounded(Site.field(ctx, "needs"));
    boolean upgrade = part.equals("upgrade");
    boolean recommends = !Site.field(ctx, "recommends").isEmpty();
    return switch (part) {
      case "", "whole", "upgrade" ->
          Wanted.of(Optional.empty(), Optional.empty(), upgrade, Optional.empty(), false);
      case "query" -> Wanted.of(filled(query), Optional.empty(), false, Optional.empty(), false);
      case "needs" -> {
        List<String> packages =
            Stream.of(names.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
        yield Wanted.of(
            Optional.empty(), Optional.empty(), false, Optional.of(packages), recommends);
      }
      default -> throw EdosException.usage("choose which part of the release is wanted");
    };
  }

  private static Optional<String> filled(String query) {
    if (query.isEmpty()) {
      throw EdosException.usage("write a query, such as section:editors, or choose another part");
    }
    return Optional.of(query);
  }

  private static String bounded(String text) {
    if (text.length() > LONGEST) {
      throw EdosException.usage("this is longer than " + LONGEST + " characters");
    }
    return text;
  }

  private static String said(WishSummary summary, boolean handIn) {
    if (summary.contents() == 0 && summary.unmet().isEmpty()) {
      return "Nothing of " + summary.release() + " is meant by this: " + summary.wanted() + ".";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "Of %s (%s), %s is wanted: %s is stored here, %s is installed, and %s in %s is lacking."
            .formatted(
                summary.release(),
                summary.wanted(),
                Words.bytes(summary.bytes()),
                Words.bytes(summary.storedBytes()),
                Words.bytes(summary.installedBytes()),
                Words.bytes(summary.missingBytes()),
                Words.count(summary.missingContents(), "content")));
    if (!summary.unmet().isEmpty()) {
      text.append(" Not to be had: ").append(String.join("; ", summary.unmet())).append('.');
    }
    if (!summary.removed().isEmpty()) {
      text.append(" Would have to go: ").append(String.join(", ", summary.removed())).append('.');
    }
    if (handIn) {
      text.append(
          summary.handedIn()
              ? " The wish list is handed in."
              : " Nothing is lacking, so no wish list was handed in.");
    }
    return text.toString();
  }
}
