package org.edos.role.download;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.Question;
import org.edos.core.query.Satisfaction;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.solver.Solver;

/**
 * Finds which entries of a release a wish is for, and which of them this machine has installed.
 * Safe for use by many threads.
 */
public final class Selection {
  private static final int PAGE = 10_000;

  private final IndexReader index;
  private final Map<PackageFormat, InstalledPackages> installed;
  private final Needing needing;

  /**
   * Entries of a release.
   *
   * @param wanted whether an entry is wanted at all
   * @param installed whether an entry is a package that is installed as it is
   * @param removed installed packages that have to go for it, for people
   * @param unmet what of the wish cannot be, for people; bounded
   * @param proven whether there is no smaller set that is as good; else the time was too short to
   *     know
   */
  public record Selected(
      Predicate<Composition.Entry> wanted,
      Predicate<Composition.Entry> installed,
      List<String> removed,
      List<String> unmet,
      boolean proven) {
    /** Copies the lists. */
    public Selected {
      removed = List.copyOf(removed);
      unmet = List.copyOf(unmet);
    }

    /** Entries for which nothing has to go, and of which nothing is known to be installed. */
    public static Selected of(Predicate<Composition.Entry> wanted) {
      return of(wanted, entry -> false);
    }

    private static Selected of(
        Predicate<Composition.Entry> wanted, Predicate<Composition.Entry> installed) {
      return new Selected(wanted, installed, List.of(), List.of(), true);
    }

    /** The same of fewer entries. */
    public Selected where(Predicate<Composition.Entry> condition) {
      return new Selected(condition.and(wanted), installed, removed, unmet, proven);
    }
  }

  /**
   * A selection for one machine.
   *
   * @param installed what it has, by format; of a format that is not named, nothing
   * @param stored what its store has, which costs nothing to download
   */
  public Selection(
      IndexReader index,
      Map<PackageFormat, InstalledPackages> installed,
      Solver solver,
      Predicate<Sha256> stored) {
    this.index = index;
    this.installed = Map.copyOf(installed);
    this.needing = new Needing(index, solver, stored);
  }

  /**
   * Which entries are wanted.
   *
   * @throws EdosException not found if there is no such collection or package; usage if a query
   *     cannot be read; conflict, with the causes, if no machine can have all that is needed; and
   *     what {@link InstalledPackages#list} throws
   */
  public Selected of(Composition composition, Wanted wanted) {
    Optional<MachinePackages> machine =
        Optional.ofNullable(installed.get(composition.format())).map(MachinePackages::new);
    Predicate<Composition.Entry> here =
        entry -> entry.unit() instanceof PackageId id && machine.filter(m -> m.has(id)).isPresent();
    return switch (wanted) {
      case Wanted.Whole() -> Selected.of(entry -> true, here);
      case Wanted.Collected(String id) -> Selected.of(in(members(composition, id)), here);
      case Wanted.Matching(String query) -> Selected.of(in(matching(query)), here);
      case Wanted.Upgrade() -> {
        MachinePackages known = known(composition, machine);
        yield selected(composition, known, upgrades(composition, known), here);
      }
      case Wanted.Needs needs -> needs(composition, known(composition, machine), needs, here);
    };
  }

  private static MachinePackages known(Composition composition, Optional<MachinePackages> machine) {
    return machine.orElseThrow(() ->
        EdosException.usage(
            "nothing tells what this machine has installed of " + composition.format().type()));
  }

  private static Predicate<Composition.Entry> in(Set<? extends UnitId> units) {
    return entry -> units.contains(entry.unit());
  }

  /** The packages with the indexes that apt or dnf need to find them. */
  private static Selected selected(
      Composition composition,
      MachinePackages machine,
      Set<PackageId> packages,
      Predicate<Composition.Entry> here) {
    Set<Composition.Entry> indexes = TreeIndexes.needed(composition, machine);
    return Selected.of(in(packages).or(indexes::contains), here);
  }

  private static Set<UnitId> members(Composition composition, String name) {
    Map<CollectionId, CollectionMetadata> collections = new HashMap<>();
    composition.collections().forEach(collection -> collections.put(collection.id(), collection));
    CollectionMetadata root =
        composition.collections().stream()
            .filter(c -> c.id().toString().equals(name) || c.id().name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                EdosException.notFound(
                    composition.id()
                        + " has no collection '"
                        + name
                        + "'; it has "
                        + composition.collections().stream()
                            .limit(20)
                            .map(collection -> collection.id().name())
                            .collect(Collectors.joining(", "))));
    Set<UnitId> units = new HashSet<>();
    List<CollectionMetadata> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      for (UnitId member : open.removeLast().members()) {
        CollectionMetadata below = collections.get(member);
        if (units.add(member) && below != null) {
          open.add(below);
        }
      }
    }
    return units;
  }

  private Set<UnitId> matching(String query) {
    Set<UnitId> units = new HashSet<>();
    Question question = Question.of(TreePattern.parse(query), PAGE);
    Optional<Cursor> next;
    do {
      try (AnswerStream answers = index.ask(question)) {
        AnswerPage page = answers.page();
        page.documents().forEach(document -> units.add(document.id()));
        next = page.next();
      }
      question = next.map(question::from).orElse(question);
    } while (next.isPresent());
    return units;
  }

  /** Of each installed package of which the release has a newer version, the newest. */
  private static Set<PackageId> upgrades(Composition composition, MachinePackages machine) {
    Map<String, PackageId> newest = new HashMap<>();
    for (Composition.Entry entry : composition.entries()) {
      if (entry.unit() instanceof PackageId id
          && id.format() == machine.format()
          && machine.runs(id.architecture())
          && machine.isUpgradedBy(id)) {
        newest.merge(
            id.name() + "/" + id.architecture(),
            id,
            (one, other) -> isNewer(other, one) ? other : one);
      }
    }
    return Set.copyOf(newest.values());
  }

  private static boolean isNewer(PackageId one, PackageId other) {
    return Satisfaction.compareVersions(one.format(), one.version(), other.version()) > 0;
  }

  private Selected needs(
      Composition composition,
      MachinePackages machine,
      Wanted.Needs needs,
      Predicate<Composition.Entry> here) {
    Set<PackageId> upgrades = needs.upgrade() ? upgrades(composition, machine) : Set.of();
    SmallestSets.Smallest found = needing.of(composition, machine, needs, upgrades);
    Selected selected = selected(composition, machine, found.packages(), here);
    return new Selected(
        selected.wanted(),
        here,
        found.removed().stream().map(Selection::named).sorted().toList(),
        found.keptBack().stream()
            .map(id -> named(id) + " cannot be upgraded beside the rest")
            .sorted()
            .toList(),
        found.proven());
  }

  private static String named(PackageId id) {
    return id.name() + " " + id.version();
  }
}
