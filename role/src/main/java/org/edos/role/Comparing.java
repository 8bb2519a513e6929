package org.edos.role;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.edos.core.attribute.Patches;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.Differences;
import org.edos.core.release.FileChange;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;

/**
 * Says what is different between two releases: packages and other files, what whoever has the first
 * must fetch for the second, and what can be installed in one of them alone. Safe for many threads.
 */
public final class Comparing {
  /** Most packages whose metadata are in memory at a time. */
  private static final int AT_ONCE = 10_000;

  /**
   * A release as it was accepted.
   *
   * @param digest of its composition
   */
  public record Side(Composition composition, Sha256 digest) {}

  /**
   * What is different.
   *
   * @param packages that came, went or changed; the same file under another name has not
   * @param files that are none of packages
   * @param fetched the contents of the second that the first has not, with their sizes in bytes
   * @param broken packages of the second that cannot be installed; what they were in the first, if
   *     anything, could be
   * @param mended packages that can be installed; what they were in the first could not be
   */
  public record Compared(
      List<UnitChange> packages,
      List<FileChange> files,
      Map<Sha256, Long> fetched,
      List<Broken> broken,
      List<Mended> mended) {
    /** Copies the lists. */
    public Compared {
      packages = List.copyOf(packages);
      files = List.copyOf(files);
      fetched = Map.copyOf(fetched);
      broken = List.copyOf(broken);
      mended = List.copyOf(mended);
    }
  }

  /** A package that a kind of machine cannot install, and why. */
  public record Broken(Platform machine, Uninstallable reason) {}

  /** A package that a kind of machine can install. */
  public record Mended(Platform machine, PackageId id) {}

  private final IndexReader index;
  private final Checking checking;

  /** With an index that has the packages of both releases. */
  public Comparing(IndexReader index, Checking checking) {
    this.index = index;
    this.checking = checking;
  }

  /**
   * Compares two releases; both are checked for what can be installed.
   *
   * @throws org.edos.core.EdosException not found if the index lacks a package of either; exhausted
   *     if their dependencies are too intricate, or their packages too many for this process's
   *     memory
   */
  public Compared compare(Side before, Side after, Checking.Watcher watcher) {
    List<Composition.Entry> old = before.composition().entries();
    List<Composition.Entry> young = after.composition().entries();
    List<Checking.Found> was = check(before, watcher);
    List<Checking.Found> now = check(after, watcher);
    List<UnitChange> packages = packages(before.composition(), after.composition());
    Map<Sha256, Long> fetched = new HashMap<>(after.composition().contents());
    fetched.keySet().removeAll(before.composition().contents().keySet());
    Map<PackageId, PackageId> pairs = pairs(packages);
    return new Compared(
        packages,
        FileChange.between(old, young),
        fetched,
        broken(was, now, counterparts(young, old, pairs)),
        mended(was, now, counterparts(old, young, inverse(pairs))));
  }

  private List<Checking.Found> check(Side side, Checking.Watcher watcher) {
    return checking.check(side.composition(), side.digest(), Set.of(), watcher);
  }

  /** Packages are compared by their files: the same file has another document in another tree. */
  private List<UnitChange> packages(Composition before, Composition after) {
    List<UnitChange> changes =
        Differences.between(
            differing(before.entries(), after.entries()),
            differing(after.entries(), before.entries()),
            (one, other) -> false,
            after.number(),
            after.created());
    Set<PackageId> patches = patches(before, after, pairs(changes));
    return changes.stream()
        .map(change ->
            change.after().filter(patches::contains).isPresent()
                ? new UnitChange(
                    change.number(),
                    change.time(),
                    UnitChange.Kind.PATCH,
                    change.before(),
                    change.after())
                : change)
        .toList();
  }

  /** Which of the packages that came are patches of those that they took the place of. */
  private Set<PackageId> patches(
      Composition before, Composition after, Map<PackageId, PackageId> pairs) {
    Set<PackageId> patches = new HashSet<>();
    List<PackageId> all = List.copyOf(pairs.keySet());
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<PackageId> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      Set<PackageId> gone = new HashSet<>();
      some.forEach(come -> gone.add(Objects.requireNonNull(pairs.get(come))));
      Map<PackageId, PackageMetadata> old = new HashMap<>();
      for (PackageMetadata one : described(before, gone)) {
        old.put(one.id(), one.draft().files(List.of()).finished());
      }
      for (PackageMetadata one : described(after, Set.copyOf(some))) {
        PackageMetadata other = old.get(Objects.requireNonNull(pairs.get(one.id())));
        if (other != null && Patches.isPatch(other, one)) {
          patches.add(one.id());
        }
      }
    }
    return patches;
  }

  private ReleasePackages described(Composition release, Set<PackageId> wanted) {
    return new ReleasePackages(index, release, wanted::contains, read -> {});
  }

  private static List<Composition.Entry> differing(
      List<Composition.Entry> entries, List<Composition.Entry> others) {
    Map<PackageId, Sha256> there = contents(others);
    return entries.stream()
        .filter(
            entry -> entry.unit() instanceof PackageId id && !entry.sha256().equals(there.get(id)))
        .toList();
  }

  private static Map<PackageId, Sha256> contents(List<Composition.Entry> entries) {
    Map<PackageId, Sha256> contents = new HashMap<>();
    for (Composition.Entry entry : entries) {
      if (entry.unit() instanceof PackageId id) {
        contents.putIfAbsent(id, entry.sha256());
      }
    }
    return contents;
  }

  /** What came in the place of what. */
  private static Map<PackageId, PackageId> pairs(List<UnitChange> changes) {
    Map<PackageId, PackageId> pairs = new HashMap<>();
    for (UnitChange change : changes) {
      if (change.before().isPresent()
          && change.before().get().unit() instanceof PackageId gone
          && change.after().isPresent()
          && change.after().get() instanceof PackageId come) {
        pairs.put(come, gone);
      }
    }
    return pairs;
  }

  private static Map<PackageId, PackageId> inverse(Map<PackageId, PackageId> pairs) {
    Map<PackageId, PackageId> inverse = new HashMap<>();
    pairs.forEach((come, gone) -> inverse.put(gone, come));
    return inverse;
  }

  /**
   * What each package is in the other release: itself, or what has its place there.
   *
   * @param pairs of those that changed
   */
  private static Map<PackageId, PackageId> counterparts(
      List<Composition.Entry> release,
      List<Composition.Entry> other,
      Map<PackageId, PackageId> pairs) {
    Map<PackageId, Sha256> there = contents(other);
    Map<PackageId, PackageId> counterparts = new HashMap<>(pairs);
    contents(release)
        .forEach((id, content) -> {
          if (content.equals(there.get(id))) {
            counterparts.put(id, id);
          }
        });
    return counterparts;
  }

  private static List<Broken> broken(
      List<Checking.Found> was, List<Checking.Found> now, Map<PackageId, PackageId> before) {
    List<Broken> broken = new ArrayList<>();
    for (Checking.Found found : now) {
      Set<PackageId> already = uninstallable(was, found.machine());
      for (Uninstallable one : found.uninstallable()) {
        if (!before.containsKey(one.id()) || !already.contains(before.get(one.id()))) {
          broken.add(new Broken(found.machine(), one));
        }
      }
    }
    return broken;
  }

  private static List<Mended> mended(
      List<Checking.Found> was, List<Checking.Found> now, Map<PackageId, PackageId> after) {
    List<Mended> mended = new ArrayList<>();
    for (Checking.Found found : was) {
      Set<PackageId> still = uninstallable(now, found.machine());
      for (Uninstallable one : found.uninstallable()) {
        PackageId next = after.get(one.id());
        if (next != null && !still.contains(next)) {
          mended.add(new Mended(found.machine(), next));
        }
      }
    }
    return mended;
  }

  private static Set<PackageId> uninstallable(List<Checking.Found> all, Platform machine) {
    Set<PackageId> ids = new HashSet<>();
    all.stream()
        .filter(found -> found.machine().architecture().equals(machine.architecture()))
        .forEach(found -> found.uninstallable().forEach(one -> ids.add(one.id())));
    return ids;
  }
}
