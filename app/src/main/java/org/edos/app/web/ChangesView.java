package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.edos.actor.PublishPreview;
import org.edos.actor.ReleaseDiff;
import org.edos.actor.ReleaseDiff.PackageChange;
import org.edos.core.release.FileChange;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.UnitId;

/**
 * What is different between two states of a release, a part of it where it is long.
 *
 * @param address of the page, without a query
 * @param with the other release of a comparison, which its address names; empty elsewhere
 * @param asked which kind is asked for; empty for all
 * @param query a part of the names that are asked for
 * @param rows packages that came, went or changed
 * @param paging which part of them that is
 * @param unlisted how many more differ than are listed in any part
 * @param files other files that came, went or changed, the first of them
 * @param moreFiles how many more of these
 * @param broken packages that cannot be installed any more
 * @param moreBroken how many more of these
 * @param mended packages that can be installed again, the first of them
 * @param moreMended how many more of these
 */
public record ChangesView(
    String address,
    String with,
    String asked,
    String query,
    List<Row> rows,
    Paging paging,
    int unlisted,
    List<FileChange> files,
    int moreFiles,
    List<Broken> broken,
    int moreBroken,
    List<String> mended,
    int moreMended) {
  private static final int ROWS = 100;
  private static final int FILES = 100;
  private static final int BROKEN = 200;
  private static final int AT_FIRST = 10;
  private static final int LONGEST = 200;

  /** A package that came, went or changed. */
  public record Row(String what, String name, String before, String after, String id) {
    /** How it is marked: what went is not good. */
    public String mark() {
      return switch (what) {
        case "added" -> "good";
        case "removed" -> "bad";
        default -> "";
      };
    }
  }

  /** A package that cannot be installed, by name and version, and why. */
  public record Broken(String id, String machine, String why) {}

  static ChangesView of(PublishPreview preview, Context ctx) {
    PublishPreview.Counts counts = preview.counts();
    return of(
        ctx,
        preview.packages(),
        counts.added() + counts.removed() + counts.changed(),
        preview.files(),
        counts.files(),
        preview.broken().stream()
            .map(one -> new Broken(named(one.id()), "", one.explanation()))
            .toList(),
        counts.broken(),
        List.of(),
        0);
  }

  static ChangesView of(ReleaseDiff diff, Context ctx) {
    ReleaseDiff.DiffCounts counts = diff.counts();
    return of(
        ctx,
        diff.packages(),
        counts.added() + counts.removed() + counts.patched() + counts.versioned(),
        diff.files(),
        counts.files(),
        diff.broken().stream()
            .map(one -> new Broken(named(one.id()), one.architecture(), one.explanation()))
            .toList(),
        counts.broken(),
        diff.mended().stream().map(one -> named(one.id()) + " on " + one.architecture()).toList(),
        counts.mended());
  }

  private static ChangesView of(
      Context ctx,
      List<PackageChange> changes,
      int allChanges,
      List<FileChange> files,
      int allFiles,
      List<Broken> broken,
      int allBroken,
      List<String> mended,
      int allMended) {
    String kind = Site.query(ctx, "kind");
    String text = Site.query(ctx, "q");
    String query = text.substring(0, Math.min(LONGEST, text.length())).toLowerCase(Locale.ROOT);
    List<Row> asked =
        changes.stream()
            .map(ChangesView::row)
            .filter(row -> kind.isEmpty() || row.what().equals(kind))
            .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(query))
            .toList();
    String with = Site.query(ctx, "with");
    String link =
        ctx.path()
            + "?"
            + (with.isEmpty() ? "" : "with=" + Words.encoded(with) + "&")
            + "kind="
            + Words.encoded(kind)
            + "&q="
            + Words.encoded(query)
            + "&p=";
    Paging.Part<Row> part = Paging.of(asked, ROWS, ctx, "p", link);
    return new ChangesView(
        ctx.path(),
        with,
        kind,
        query,
        part.rows(),
        part.paging(),
        allChanges - changes.size(),
        first(files, FILES),
        allFiles - Math.min(FILES, files.size()),
        first(broken, BROKEN),
        allBroken - Math.min(BROKEN, broken.size()),
        first(mended, BROKEN),
        allMended - Math.min(BROKEN, mended.size()));
  }

  /** A package's name and version, of its written id. */
  public static String named(String id) {
    UnitId unit = UnitId.parse(id);
    return unit.name() + " " + unit.version();
  }

  private static <T> List<T> first(List<T> all, int most) {
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  private static Row row(PackageChange change) {
    UnitId unit = change.after().or(change::before).orElseThrow();
    return new Row(
        words(change.change()),
        unit.name(),
        change.before().map(UnitId::version).orElse(""),
        change.after().map(UnitId::version).orElse(""),
        change.after().map(UnitId::toString).orElse(""));
  }

  /** What a kind of change is called. */
  static String words(UnitChange.Kind kind) {
    return switch (kind) {
      case ADDED -> "added";
      case REMOVED -> "removed";
      case PATCH -> "patched";
      case VERSION -> "changed";
    };
  }

  /** The first packages that cannot be installed any more, which everybody sees. */
  public List<Broken> firstBroken() {
    return first(broken, AT_FIRST);
  }

  /** Those after them, for whoever asks. */
  public List<Broken> laterBroken() {
    return broken.subList(Math.min(AT_FIRST, broken.size()), broken.size());
  }

  /** The kinds that may be asked for. */
  public List<String> kinds() {
    return List.of("added", "removed", "changed", "patched");
  }
}
