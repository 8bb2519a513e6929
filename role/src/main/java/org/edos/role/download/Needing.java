package org.edos.role.download;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.release.Composition;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;
import org.edos.physical.solver.Solver;
import org.edos.role.Candidates;
import org.edos.role.download.SmallestSets.Goal;
import org.edos.role.download.SmallestSets.Smallest;

/**
 * Finds what a machine needs besides what it has, among the packages of an index. Only those are
 * read that a wish may lead to. Safe for use by many threads.
 */
final class Needing {
  private static final String WISH = "edos-wish";

  private final IndexReader index;
  private final Solver solver;
  private final SmallestSets sets;
  private final Predicate<Sha256> stored;

  Needing(IndexReader index, Solver solver, Predicate<Sha256> stored) {
    this.index = index;
    this.solver = solver;
    this.sets = new SmallestSets(solver);
    this.stored = stored;
  }

  /**
   * What is needed of a release.
   *
   * @param upgrades packages to upgrade to, which are looked up beside what is named
   * @throws EdosException not found if nobody has what is named; conflict, with the causes, if no
   *     machine can have it
   */
  Smallest of(
      Composition composition,
      MachinePackages machine,
      Wanted.Needs needs,
      Collection<PackageId> upgrades) {
    Set<PackageId> eligible = new HashSet<>();
    Set<String> distributions = new HashSet<>();
    for (Composition.Entry entry : composition.entries()) {
      if (entry.unit() instanceof PackageId id && machine.runs(id.architecture())) {
        eligible.add(id);
        distributions.add(id.distribution());
      }
    }
    var scope = new Candidates.Scope(composition.format(), distributions, eligible::contains);
    List<PackageId> packages = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String wanted : needs.packages()) {
      if (wanted.startsWith("pkg:") && UnitId.parse(wanted) instanceof PackageId id) {
        packages.add(id);
      } else {
        names.add(wanted);
      }
    }
    Goal goal = new Goal(packages, names, needs.upgrade(), needs.recommends());
    return find(new Candidates(index, scope, () -> {}), machine, goal, upgrades);
  }

  /**
   * The smallest set for a goal.
   *
   * @param further packages that are looked up beside what the goal names
   */
  Smallest find(
      Candidates offered, MachinePackages machine, Goal goal, Collection<PackageId> further) {
    Set<String> names = new LinkedHashSet<>(goal.names());
    goal.packages().forEach(id -> names.add(id.name()));
    further.forEach(id -> names.add(id.name()));
    return search(offered, machine, goal, names, Patience.of(SmallestSets.TIME))
        .orElseThrow(() -> conflict(offered, machine, goal));
  }

  /**
   * The smallest set for a goal.
   *
   * @param names to look up, those that the goal names among them
   * @return empty if no machine can have it; {@link #conflict} tells why
   */
  Optional<Smallest> search(
      Candidates offered,
      MachinePackages machine,
      Goal goal,
      Set<String> names,
      Patience patience) {
    follow(names, offered, machine, goal.recommends());
    requireKnown(goal, offered, machine);
    Predicate<PackageMetadata> here = metadata -> stored.test(metadata.sha256());
    Optional<Smallest> found =
        sets.quiet(new MachineUniverse(machine, offered.found()), goal, here, patience);
    if (found.isEmpty() && !machine.list().isEmpty()) {
      Set<String> all = new LinkedHashSet<>(names);
      machine.list().forEach(installed -> all.add(installed.name()));
      follow(all, offered, machine, goal.recommends());
      found = sets.find(new MachineUniverse(machine, offered.found()), goal, here, patience);
    }
    return found;
  }

  /** Why no machine can have it. */
  EdosException conflict(Candidates offered, MachinePackages machine, Goal goal) {
    return EdosException.conflict(explained(goal, machine, offered));
  }

  /** Looks up what packages of these names may need that the machine does not have. */
  private static void follow(
      Collection<String> first, Candidates offered, MachinePackages machine, boolean recommends) {
    Semantics semantics = Semantics.of(machine.format());
    int seen = 0;
    offered.load(first);
    for (List<PackageMetadata> found = offered.found();
        seen < found.size();
        found = offered.found()) {
      Set<String> names = new LinkedHashSet<>();
      found.subList(seen, found.size()).stream()
          .flatMap(metadata -> metadata.relations().stream())
          .filter(relation -> isFollowed(relation, recommends))
          .filter(relation -> relation.alternatives().stream().noneMatch(machine::satisfies))
          .flatMap(relation -> relation.alternatives().stream())
          .flatMap(semantics::spoken)
          .forEach(names::add);
      seen = found.size();
      offered.load(names);
    }
    if (offered.isCut()) {
      throw EdosException.exhausted(
          "what is wished for leads to more than "
              + seen
              + " packages, more than are looked at; wish for fewer packages at a time");
    }
  }

  private static boolean isFollowed(Relation relation, boolean recommends) {
    return switch (relation.kind()) {
      case REQUIRES, PRE_REQUIRES -> true;
      case RECOMMENDS -> recommends;
      default -> false;
    };
  }

  private static void requireKnown(Goal goal, Candidates offered, MachinePackages machine) {
    List<String> unknown = new ArrayList<>();
    for (String name : goal.names()) {
      Capability any = Capability.any(name);
      if (offered.named(any).isEmpty()
          && offered.providing(any).isEmpty()
          && !machine.satisfies(any)) {
        unknown.add(name);
      }
    }
    Set<PackageId> found = new HashSet<>();
    offered.found().forEach(metadata -> found.add(metadata.id()));
    for (PackageId id : goal.packages()) {
      if (!found.contains(id) && !machine.has(id)) {
        unknown.add(id.toString());
      }
    }
    if (!unknown.isEmpty()) {
      throw EdosException.notFound(
          "there is no package "
              + String.join(", ", unknown)
              + " to be had; 'edos query' finds what there is");
    }
  }

  /** Why no machine can have it, as if the wish were a package that needs all of it. */
  private String explained(Goal goal, MachinePackages machine, Candidates offered) {
    PackageFormat format = machine.format();
    List<Relation> needs = new ArrayList<>();
    goal.names().forEach(name -> needs.add(need(Capability.any(name))));
    goal.packages().forEach(id -> needs.add(need(exactly(id.name(), id.version()))));
    machine.list().stream()
        .filter(InstalledPackage::held)
        .forEach(held -> needs.add(need(exactly(held.name(), held.version()))));
    String architecture = format == PackageFormat.DEB ? "all" : "noarch";
    PackageId id = new PackageId(format, "edos", WISH, "1", architecture);
    PackageMetadata wish =
        new PackageDraft(id, Sha256.of(new byte[0]), 0).relations(needs).finished();
    MachineUniverse universe = MachineUniverse.with(machine, offered.found(), wish);
    BitSet asked = new BitSet();
    universe.universe().number(id).ifPresent(asked::set);
    List<Uninstallable> causes = solver.uninstallable(universe.rules(), asked, settled -> {});
    String why =
        causes.isEmpty()
            ? "what is installed stands against it"
            : causes.getFirst().text().replace(WISH + " 1 needs", "the wish needs");
    return "no machine can have all of this together:\n" + why;
  }

  private static Relation need(Capability capability) {
    return new Relation(Relation.Kind.REQUIRES, List.of(capability));
  }

  private static Capability exactly(String name, String version) {
    return new Capability(name, "=", version);
  }
}
