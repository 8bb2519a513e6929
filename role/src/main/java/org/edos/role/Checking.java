package org.edos.role;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;
import org.edos.physical.solver.Solver;

/**
 * Finds the packages of releases that nobody can install, for each kind of machine that a release
 * is for. What was found of the last few is kept. One release is checked at a time; safe for many
 * threads.
 */
public final class Checking {
  private static final int KEPT = 4;

  /** What a package takes while its release is checked, rules and all. */
  private static final long BYTES_OF_A_PACKAGE = 3_000;

  /** Told how far a check is. */
  public interface Watcher {
    /** So many packages of that many are read. */
    void read(Platform machine, int done, int total);

    /** So many packages of that many are settled. */
    void settled(Platform machine, int done, int total);
  }

  /**
   * What was found for one kind of machine.
   *
   * @param checked how many packages were checked
   */
  public record Found(Platform machine, int checked, List<Uninstallable> uninstallable) {
    /** Copies the list. */
    public Found {
      uninstallable = List.copyOf(uninstallable);
    }
  }

  private final IndexReader index;
  private final Solver solver;
  private final Recent<Sha256, List<Found>> kept = new Recent<>(KEPT);
  private final ReentrantLock working = new ReentrantLock();

  /** With an index and a solver, which are the caller's. */
  public Checking(IndexReader index, Solver solver) {
    this.index = index;
    this.solver = solver;
  }

  /**
   * Checks a release, or some packages of it.
   *
   * @param digest of its composition
   * @param names of the packages to check; none for all
   * @throws EdosException not found if the release has no package of such a name; exhausted if its
   *     dependencies are too intricate, or its packages too many for this process's memory
   */
  public List<Found> check(
      Composition composition, Sha256 digest, Set<String> names, Watcher watcher) {
    Set<String> architectures = architectures(composition, names);
    working.lock();
    try {
      Optional<List<Found>> known = kept.get(digest);
      Semantics semantics = Semantics.of(composition.format());
      if (known.isPresent()) {
        return names.isEmpty()
            ? known.get()
            : known.get().stream().map(all -> named(all, composition, semantics, names)).toList();
      }
      List<Found> found = new ArrayList<>();
      for (Platform machine : semantics.platforms(architectures)) {
        Rules rules = Rules.of(universe(composition, semantics, machine, watcher));
        found.add(check(rules, names, watcher));
      }
      if (names.isEmpty()) {
        kept.put(digest, List.copyOf(found));
      }
      return found;
    } finally {
      working.unlock();
    }
  }

  /** Of what was found, that about packages of these names. */
  private static Found named(
      Found all, Composition composition, Semantics semantics, Set<String> names) {
    long checked =
        composition.entries().stream()
            .map(Composition.Entry::unit)
            .distinct()
            .filter(unit ->
                unit instanceof PackageId id
                    && names.contains(id.name())
                    && semantics.belongs(id, all.machine()))
            .count();
    return new Found(
        all.machine(),
        (int) checked,
        all.uninstallable().stream().filter(one -> names.contains(one.id().name())).toList());
  }

  private static Set<String> architectures(Composition composition, Set<String> names) {
    Set<String> architectures = new TreeSet<>();
    Set<String> missing = new TreeSet<>(names);
    for (Composition.Entry entry : composition.entries()) {
      if (entry.unit() instanceof PackageId id) {
        architectures.add(id.architecture());
        missing.remove(id.name());
      }
    }
    if (!missing.isEmpty()) {
      throw EdosException.notFound(
          composition.id() + " has no package " + String.join(", ", missing));
    }
    return architectures;
  }

  private Universe universe(
      Composition composition, Semantics semantics, Platform machine, Watcher watcher) {
    int total =
        (int)
            composition.entries().stream()
                .filter(
                    entry -> entry.unit() instanceof PackageId id && semantics.belongs(id, machine))
                .count();
    requireRoom(composition, total);
    return Universe.of(
        semantics,
        machine,
        new ReleasePackages(
            index,
            composition,
            id -> semantics.belongs(id, machine),
            done -> watcher.read(machine, done, total)));
  }

  private static void requireRoom(Composition composition, int packages) {
    long needed = packages * BYTES_OF_A_PACKAGE >> 20;
    long there = Runtime.getRuntime().maxMemory() >> 20;
    if (needed > there) {
      throw EdosException.exhausted(
          "to check the %,d packages of %s takes about %,d MB of memory, and this daemon may have %,d; check it on a mirror or the publisher"
              .formatted(packages, composition.id(), needed, there));
    }
  }

  private Found check(Rules rules, Set<String> names, Watcher watcher) {
    Universe universe = rules.universe();
    BitSet asked = new BitSet();
    if (names.isEmpty()) {
      asked.set(0, universe.size());
    }
    for (String name : names) {
      for (int number : universe.named(name)) {
        asked.set(number);
      }
    }
    int total = asked.cardinality();
    return new Found(
        universe.platform(),
        total,
        solver.uninstallable(
            rules, asked, done -> watcher.settled(universe.platform(), done, total)));
  }
}
