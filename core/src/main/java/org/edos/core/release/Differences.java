package org.edos.core.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.edos.core.query.VersionOrder;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.jspecify.annotations.Nullable;

/** What is different between two states of a release, package by package. */
public final class Differences {
  private static final Comparator<Composition.Entry> NEWEST_FIRST =
      (one, other) -> {
        boolean rpm = one.unit() instanceof PackageId id && id.format() == PackageFormat.RPM;
        return VersionOrder.compare(rpm, other.unit().version(), one.unit().version());
      };

  /** The versions of one package that only one of the states has, the newest first. */
  private record Versions(List<Composition.Entry> before, List<Composition.Entry> after) {
    Versions() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private Differences() {}

  /**
   * The changes, by package. Where several versions of a package come or go, the newest that comes
   * takes the place of the newest that goes, and so on.
   *
   * @param before the files of the state before
   * @param after the files of the state after
   * @param patch whether the second package of a pair is a patch of the first: see {@link
   *     UnitChange.Kind#PATCH}
   * @param number of the composition after
   * @param time of the update
   */
  public static List<UnitChange> between(
      List<Composition.Entry> before,
      List<Composition.Entry> after,
      BiPredicate<Composition.Entry, Composition.Entry> patch,
      long number,
      Instant time) {
    Map<PackageId, Composition.Entry> old = packages(before);
    Map<PackageId, Composition.Entry> fresh = packages(after);
    Map<String, Versions> different = new TreeMap<>();
    old.forEach((id, entry) -> {
      if (!isSame(entry, fresh.get(id))) {
        different.computeIfAbsent(product(id), p -> new Versions()).before().add(entry);
      }
    });
    fresh.forEach((id, entry) -> {
      if (!isSame(entry, old.get(id))) {
        different.computeIfAbsent(product(id), p -> new Versions()).after().add(entry);
      }
    });
    List<UnitChange> changes = new ArrayList<>();
    for (Versions versions : different.values()) {
      versions.before().sort(NEWEST_FIRST);
      versions.after().sort(NEWEST_FIRST);
      int pairs = Math.max(versions.before().size(), versions.after().size());
      for (int i = 0; i < pairs; i++) {
        Optional<Composition.Entry> gone = at(versions.before(), i);
        Optional<Composition.Entry> come = at(versions.after(), i);
        changes.add(
            new UnitChange(
                number, time, kind(gone, come, patch), gone, come.map(Composition.Entry::unit)));
      }
    }
    return changes;
  }

  private static Map<PackageId, Composition.Entry> packages(List<Composition.Entry> entries) {
    Map<PackageId, Composition.Entry> packages = new LinkedHashMap<>();
    for (Composition.Entry entry : entries) {
      if (entry.unit() instanceof PackageId id) {
        packages.putIfAbsent(id, entry);
      }
    }
    return packages;
  }

  private static boolean isSame(Composition.Entry entry, Composition.@Nullable Entry other) {
    return other != null
        && entry.sha256().equals(other.sha256())
        && entry.document().equals(other.document());
  }

  /** What packages have in common that are versions of one another. */
  private static String product(PackageId id) {
    return id.name() + " " + id.architecture() + " " + id.distribution() + " " + id.format();
  }

  private static Optional<Composition.Entry> at(List<Composition.Entry> entries, int place) {
    return place < entries.size() ? Optional.of(entries.get(place)) : Optional.empty();
  }

  private static UnitChange.Kind kind(
      Optional<Composition.Entry> before,
      Optional<Composition.Entry> after,
      BiPredicate<Composition.Entry, Composition.Entry> patch) {
    if (before.isEmpty()) {
      return UnitChange.Kind.ADDED;
    }
    if (after.isEmpty()) {
      return UnitChange.Kind.REMOVED;
    }
    return patch.test(before.get(), after.get()) ? UnitChange.Kind.PATCH : UnitChange.Kind.VERSION;
  }
}
