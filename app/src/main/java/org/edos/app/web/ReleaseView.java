package org.edos.app.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/**
 * One release, as it is at one moment.
 *
 * @param release what the list of releases says of it
 * @param address of its page
 * @param origin where files are that no peer has; empty if the publisher has all
 * @param key the publisher's, with which it is signed
 * @param newest the newest release of its name, where that is another
 * @param others of its name, to compare with, the one before it first
 * @param changes what the update to it changed, in words; empty where it is no moving release
 * @param kind of files that are asked for; empty for packages
 * @param query a part of the names that are asked for
 * @param files of it
 * @param paging which part of them that is
 * @param now when it is drawn
 */
public record ReleaseView(
    PublishedRelease release,
    String address,
    String origin,
    String key,
    Optional<ReleaseId> newest,
    List<String> others,
    String changes,
    String kind,
    String query,
    List<FileRow> files,
    Paging paging,
    Instant now) {
  private static final int ROWS = 100;
  private static final int OTHERS = 100;
  private static final int LONGEST = 200;

  /**
   * A file of its tree.
   *
   * @param path where it is
   * @param link its address here
   * @param unit what it is, as ids are written
   * @param name of the package, or its path for any other file
   */
  public record FileRow(
      String path,
      String link,
      String unit,
      String name,
      String version,
      String size,
      String sha256) {}

  static ReleaseView of(
      PublishedRelease release,
      Composition composition,
      List<PublishedRelease> all,
      String key,
      Context ctx,
      Instant now) {
    String kind = Site.query(ctx, "kind");
    String text = Site.query(ctx, "q");
    String query = text.substring(0, Math.min(LONGEST, text.length()));
    String asked = query.toLowerCase(Locale.ROOT);
    List<Composition.Entry> entries =
        composition.entries().stream()
            .filter(entry -> isAsked(entry, kind))
            .filter(entry ->
                asked.isEmpty()
                    || entry.path().value().toLowerCase(Locale.ROOT).contains(asked)
                    || entry.unit().toString().toLowerCase(Locale.ROOT).contains(asked))
            .toList();
    String address = ReleasesPage.address(release.id());
    Paging.Part<Composition.Entry> part =
        Paging.of(
            entries,
            ROWS,
            ctx,
            "p",
            address + "?kind=" + Words.encoded(kind) + "&q=" + Words.encoded(query) + "&p=");
    List<PublishedRelease> same =
        all.stream()
            .filter(other ->
                other.id().name().equals(release.id().name()) && !other.id().equals(release.id()))
            .toList();
    return new ReleaseView(
        release,
        address,
        composition.origin().map(Object::toString).orElse(""),
        key,
        same.stream()
            .filter(other -> other.number() > release.number())
            .reduce((one, other) -> one.number() > other.number() ? one : other)
            .map(PublishedRelease::id),
        others(same, release),
        release.id().moves() ? told(composition.newestChanges()) : "",
        kind,
        query,
        part.rows().stream().map(entry -> row(entry, release.id())).toList(),
        part.paging(),
        now);
  }

  /** Those before it, the newest first; then those after it, the oldest first. */
  private static List<String> others(List<PublishedRelease> same, PublishedRelease release) {
    List<PublishedRelease> inOrder =
        same.stream().sorted(Comparator.comparingLong(PublishedRelease::number)).toList();
    Stream<PublishedRelease> before =
        inOrder.reversed().stream().filter(other -> other.number() < release.number());
    Stream<PublishedRelease> after =
        inOrder.stream().filter(other -> other.number() > release.number());
    return Stream.concat(before, after).limit(OTHERS).map(other -> other.id().toString()).toList();
  }

  private static boolean isAsked(Composition.Entry entry, String kind) {
    return switch (kind) {
      case "all" -> true;
      case "files" -> !(entry.unit() instanceof PackageId);
      default -> entry.unit() instanceof PackageId;
    };
  }

  private static String told(List<UnitChange> changes) {
    return changes.isEmpty()
        ? "It is the first state, or packages stayed what they were."
        : "Its last update: %s added, %s removed, %s in a new version."
            .formatted(
                Words.count(UnitChange.Kind.ADDED.in(changes), "package"),
                Words.number(UnitChange.Kind.REMOVED.in(changes)),
                Words.number(
                    UnitChange.Kind.PATCH.in(changes) + UnitChange.Kind.VERSION.in(changes)));
  }

  private static FileRow row(Composition.Entry entry, ReleaseId release) {
    UnitId unit = entry.unit();
    boolean isPackage = unit instanceof PackageId;
    return new FileRow(
        entry.path().value(),
        tree(release) + path(entry.path().value()),
        unit.toString(),
        isPackage ? unit.name() : Words.brief(entry.path().fileName()),
        isPackage ? unit.version() : "",
        Words.bytes(entry.size()),
        entry.sha256().hex());
  }

  private static String path(String path) {
    return Words.encoded(path).replace("%2F", "/").replace("+", "%20");
  }

  /** The address of a release's tree, for apt and dnf. */
  static String tree(ReleaseId release) {
    return "/repo/" + path(release.name()) + "/" + path(release.version()) + "/";
  }

  /** The address of its tree. */
  public String tree() {
    return tree(release.id());
  }

  /** The page of its flash crowd. */
  public String crowd() {
    return "/crowds/"
        + Words.encoded(release.id().name())
        + "/"
        + Words.encoded(release.id().version());
  }

  /** Which program reads it. */
  public String program() {
    return ReleasesView.program(release.format());
  }

  /** Whether it is no longer to be taken for the newest. */
  public boolean isExpired() {
    return release.expires().isBefore(now);
  }

  /** The release that is likely to be compared with; empty where there is none. */
  public String before() {
    return others.isEmpty() ? "" : others.getFirst();
  }
}
