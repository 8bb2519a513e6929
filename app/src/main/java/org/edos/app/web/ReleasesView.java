package org.edos.app.web;

import static java.util.stream.Collectors.joining;

import io.javalin.http.Context;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.Peer;
import org.edos.actor.RootFreshness;
import org.edos.core.channel.Caller;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * A list of releases, as it is at one moment.
 *
 * @param name that all of them have; empty where all releases are listed
 * @param query a part of the names that are asked for
 * @param rows the newest first
 * @param paging which part of the list they are
 * @param history what updates changed in the moving release of the name, the newest first
 * @param historyPaging which part of it that is
 * @param moves whether there is a moving release of the name
 * @param away who was asked for the releases and does not answer, so that the list is of those that
 *     were accepted before; empty where they answer
 */
public record ReleasesView(
    String name,
    String query,
    List<Row> rows,
    Paging paging,
    List<Change> history,
    Paging historyPaging,
    boolean moves,
    String away) {
  private static final int ROWS = 100;
  private static final int LONGEST = 200;

  /**
   * One release.
   *
   * @param badges what is to be said of it in a word
   */
  public record Row(
      String name,
      String version,
      String address,
      String program,
      long number,
      int packages,
      int files,
      String bytes,
      Instant created,
      Instant expires,
      boolean expired,
      String root,
      List<String> badges) {}

  /** What an update did to a package. */
  public record Change(
      long number,
      Instant time,
      String what,
      String name,
      String before,
      String after,
      String id) {}

  static ReleasesView of(
      List<PublishedRelease> all,
      Peer peer,
      String name,
      Optional<Composition> moving,
      Context ctx,
      Instant now) {
    String text = Site.query(ctx, "q");
    String query = text.substring(0, Math.min(LONGEST, text.length()));
    String asked = query.toLowerCase(Locale.ROOT);
    Map<String, Long> newest = new HashMap<>();
    all.forEach(one -> newest.merge(one.id().name(), one.number(), Math::max));
    Set<Sha256> behind = new HashSet<>();
    peer.freshness().report(Caller.ANYBODY).releases().stream()
        .filter(root -> root.here().isPresent() && root.isBehind())
        .map(RootFreshness::newest)
        .forEach(root -> behind.add(root.composition()));
    List<PublishedRelease> matching =
        all.stream()
            .filter(one -> name.isEmpty() || one.id().name().equals(name))
            .filter(one -> one.id().toString().toLowerCase(Locale.ROOT).contains(asked))
            .sorted(Comparator.comparingLong(PublishedRelease::number).reversed())
            .toList();
    Paging.Part<PublishedRelease> part =
        Paging.of(matching, ROWS, ctx, "p", ctx.path() + "?q=" + Words.encoded(query) + "&p=");
    List<Change> history =
        moving.stream()
            .flatMap(one -> one.history().reversed().stream())
            .map(ReleasesView::change)
            .toList();
    Paging.Part<Change> changes = Paging.of(history, ROWS, ctx, "h", ctx.path() + "?h=");
    return new ReleasesView(
        name,
        query,
        part.rows().stream()
            .map(one -> row(one, newest, behind.contains(one.composition()), now))
            .toList(),
        part.paging(),
        changes.rows(),
        changes.paging(),
        moving.isPresent(),
        peer.isEntryAway()
            ? peer.status().entries().stream().map(URI::getAuthority).collect(joining(", "))
            : "");
  }

  private static Change change(UnitChange change) {
    UnitId unit =
        change.after().or(() -> change.before().map(Composition.Entry::unit)).orElseThrow();
    return new Change(
        change.number(),
        change.time(),
        ChangesView.words(change.kind()),
        unit.name(),
        change.before().map(entry -> entry.unit().version()).orElse(""),
        change.after().map(UnitId::version).orElse(""),
        change.after().map(UnitId::toString).orElse(""));
  }

  private static Row row(
      PublishedRelease one, Map<String, Long> newest, boolean behind, Instant now) {
    List<String> badges = new ArrayList<>();
    if (one.id().moves()) {
      badges.add("moving");
    }
    if (newest.getOrDefault(one.id().name(), 0L) == one.number()) {
      badges.add("newest");
    }
    if (behind) {
      badges.add("not taken over here yet");
    }
    return new Row(
        one.id().name(),
        one.id().version(),
        ReleasesPage.address(one.id()),
        program(one.format()),
        one.number(),
        one.packages(),
        one.utilities(),
        Words.bytes(one.bytes()),
        one.created(),
        one.expires(),
        one.expires().isBefore(now),
        one.composition().hex(),
        badges);
  }

  /** Which program reads a release. */
  static String program(PackageFormat format) {
    return format == PackageFormat.DEB ? "apt" : "dnf";
  }
}
