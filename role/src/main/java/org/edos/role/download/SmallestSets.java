package org.edos.role.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.dependency.Installation;
import org.edos.core.dependency.Weighed;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageId;
import org.edos.physical.solver.Solver;

/**
 * Finds the smallest set of packages that fulfils a wish and leaves the machine consistent. What
 * decides, in this order: the fewest installed packages removed, the fewest upgrades kept back, the
 * fewest bytes that are not here already, the fewest packages, the newest versions. Of each package
 * only the newest version is considered, as apt does; others, and removals, where there is no other
 * way. Safe for use by many threads.
 */
public final class SmallestSets {
  /** How long all searches for one wish may take together. */
  static final Duration TIME = Duration.ofSeconds(20);

  private static final int MOST_ROUNDS = 30;

  private final Solver solver;

  /** By a solver. */
  public SmallestSets(Solver solver) {
    this.solver = solver;
  }

  /**
   * What is wished for.
   *
   * @param packages exactly these
   * @param names of packages, or of what packages provide, of which one is to be there
   * @param upgrade whether all that is installed is to be upgraded
   * @param recommends whether what new packages recommend is wished for as well, where it can be
   */
  public record Goal(
      Collection<PackageId> packages,
      Collection<String> names,
      boolean upgrade,
      boolean recommends) {
    /** Copies the lists. */
    public Goal {
      packages = List.copyOf(packages);
      names = List.copyOf(names);
    }

    /** The packages of these names. */
    public static Goal of(Collection<String> names) {
      return new Goal(List.of(), names, false, false);
    }
  }

  /**
   * What was found.
   *
   * @param packages that are to be installed
   * @param removed packages that are installed and are to be removed
   * @param keptBack packages whose upgrade was wished for and cannot be
   * @param proven whether there is no smaller set; else the time was too short to know
   */
  public record Smallest(
      Set<PackageId> packages, Set<PackageId> removed, Set<PackageId> keptBack, boolean proven) {
    /** Copies the sets. */
    public Smallest {
      packages = Set.copyOf(packages);
      removed = Set.copyOf(removed);
      keptBack = Set.copyOf(keptBack);
    }
  }

  /** How much is tried. */
  private enum Extent {
    NEWEST(true, false),
    ALL_VERSIONS(false, false),
    NEWEST_AND_REMOVALS(true, true),
    ALL(false, true);

    final boolean newestOnly;
    final boolean givesUp;

    Extent(boolean newestOnly, boolean givesUp) {
      this.newestOnly = newestOnly;
      this.givesUp = givesUp;
    }
  }

  /**
   * The smallest set for a wish.
   *
   * @param here whether a package's contents are on this machine already and cost nothing
   * @return empty if no machine with what is held can have all that is wished for
   * @throws EdosException not found if a name or package of the wish is unknown; exhausted if the
   *     time was too short to find any set
   */
  public Optional<Smallest> find(
      MachineUniverse machine, Goal goal, Predicate<PackageMetadata> here) {
    return find(machine, goal, here, Patience.of(TIME));
  }

  /** As {@link #find(MachineUniverse, Goal, Predicate)}, in the time that is left. */
  Optional<Smallest> find(
      MachineUniverse machine, Goal goal, Predicate<PackageMetadata> here, Patience patience) {
    Optional<Smallest> found = quiet(machine, goal, here, patience);
    if (found.isPresent()) {
      return found;
    }
    found = new Search(machine, goal, here, Extent.NEWEST_AND_REMOVALS, patience).run();
    return found.filter(smallest -> smallest.removed().isEmpty()).isPresent()
        ? found
        : new Search(machine, goal, here, Extent.ALL, patience).run();
  }

  /** As {@link #find}, where nothing has to be removed or kept back. */
  Optional<Smallest> quiet(
      MachineUniverse machine, Goal goal, Predicate<PackageMetadata> here, Patience patience) {
    return new Search(machine, goal, here, Extent.NEWEST, patience)
        .run()
        .or(() -> new Search(machine, goal, here, Extent.ALL_VERSIONS, patience).run());
  }

  /** One search, by one thread. */
  private final class Search {
    private static final int BYTES = 2;

    private final MachineUniverse machine;
    private final Goal goal;
    private final Extent extent;
    private final Patience patience;
    private final int[] installed;
    private final BitSet barred;
    private final List<int[]> demands = new ArrayList<>();
    private final List<long[]> costs;
    private boolean proven = true;

    /** Whether something was found, to which only recommended packages are to come. */
    private boolean canDoWithout;

    Search(
        MachineUniverse machine,
        Goal goal,
        Predicate<PackageMetadata> here,
        Extent extent,
        Patience patience) {
      this.machine = machine;
      this.goal = goal;
      this.extent = extent;
      this.patience = patience;
      this.installed = machine.installed().stream().toArray();
      BitSet named = new BitSet();
      goal.packages().forEach(id -> named.set(number(id)));
      this.barred = machine.barred(extent.newestOnly, named);
      named.stream().forEach(number -> demands.add(new int[] {number}));
      goal.names().forEach(name -> demands.add(meant(name)));
      for (int k = 0; k < installed.length; k++) {
        keep(k);
      }
      this.costs = costs(here);
    }

    private int number(PackageId id) {
      return machine
          .universe()
          .number(id)
          .orElseThrow(() -> EdosException.notFound("there is no package " + id + " to be had"));
    }

    /** The newest of what a name means, or what is installed of it and stays. */
    private int[] meant(String name) {
      int[] meant = machine.meant(name);
      if (meant.length == 0) {
        throw EdosException.notFound(
            "there is no package " + name + "; 'edos query' finds what there is");
      }
      int[] allowed = Arrays.stream(meant).filter(one -> !barred.get(one)).toArray();
      if (!extent.newestOnly || !machine.universe().id(meant[0]).name().equals(name)) {
        return allowed;
      }
      boolean isHeld = Arrays.stream(meant).anyMatch(machine::isHeld);
      return Arrays.stream(allowed).filter(one -> isHeld || !machine.isOld(one)).toArray();
    }

    /**
     * What is installed stays, in this version or a newer one that takes its place, unless it may
     * be given up. Versions that can be beside each other, such as kernels, take no place.
     */
    private void keep(int k) {
      int one = installed[k];
      BitSet excluded = new BitSet();
      Arrays.stream(machine.machineRules().excludes(one)).forEach(excluded::set);
      boolean givesUp =
          extent.givesUp && !machine.isHeld(one) && !machine.universe().metadata(one).essential();
      IntStream versions =
          IntStream.concat(
              IntStream.of(one),
              machine.siblings(one).stream()
                  .mapToInt(i -> i)
                  .filter(other -> excluded.get(other) && !machine.installed().get(other))
                  .filter(other -> other != one && !barred.get(other)));
      int spare = machine.universe().size() + 2 * k;
      demands.add((givesUp ? IntStream.concat(versions, IntStream.of(spare)) : versions).toArray());
      if (goal.upgrade()) {
        machine
            .upgrade(one)
            .ifPresent(newest ->
                demands.add(extent.givesUp ? new int[] {newest, spare + 1} : new int[] {newest}));
      }
    }

    private List<long[]> costs(Predicate<PackageMetadata> here) {
      int size = machine.machineRules().size();
      long[] removals = new long[size];
      long[] keptBack = new long[size];
      long[] bytes = new long[size];
      long[] packages = new long[size];
      long[] age = new long[size];
      for (int one = 0; one < machine.universe().size(); one++) {
        if (!machine.installed().get(one)) {
          PackageMetadata metadata = machine.universe().metadata(one);
          bytes[one] = here.test(metadata) ? 0 : metadata.size();
          packages[one] = 1;
          age[one] = machine.isOld(one) ? 1 : 0;
        }
      }
      for (int k = 0; k < installed.length; k++) {
        removals[machine.universe().size() + 2 * k] = 1;
        keptBack[machine.universe().size() + 2 * k + 1] = 1;
      }
      return List.of(removals, keptBack, bytes, packages, age);
    }

    Optional<Smallest> run() {
      Optional<BitSet> best = solve(List.of());
      if (best.isPresent() && goal.recommends()) {
        canDoWithout = true;
        best = Optional.of(withRecommended(best.get()));
      }
      return best.map(this::smallest);
    }

    private Optional<BitSet> solve(List<int[]> further) {
      List<int[]> all = new ArrayList<>(demands);
      all.addAll(further);
      var problem =
          new Installation(machine.machineRules(), all, machine.installed(), barred, costs);
      Optional<BitSet> known = extent.givesUp ? Optional.empty() : problem.quick();
      if (known.isEmpty()) {
        known = problem.posed().flatMap(posed -> first(problem, posed));
      }
      return known.map(first -> cheaper(problem, first));
    }

    /** Any that removes and keeps back the least. */
    private Optional<BitSet> first(Installation problem, Installation.Posed posed) {
      Weighed whole = posed.weighed();
      var asked = new Weighed(whole.things(), whole.clauses(), whole.costs().subList(0, BYTES));
      return chosen(asked, Optional.empty()).map(things -> problem.needed(posed.packages(things)));
    }

    private BitSet cheaper(Installation problem, BitSet known) {
      Installation.Posed posed = problem.posed(BYTES, known).orElseThrow();
      return chosen(posed.weighed(), Optional.of(posed.things(known)))
          .map(posed::packages)
          .map(problem::needed)
          .orElse(known);
    }

    private Optional<BitSet> chosen(Weighed problem, Optional<BitSet> known) {
      return switch (solver.cheapest(problem, known, patience.next())) {
        case Weighed.Choice.Found found -> {
          proven &= found.proven();
          yield Optional.of(found.chosen());
        }
        case Weighed.Choice.Impossible() -> Optional.empty();
        case Weighed.Choice.Unknown() when canDoWithout -> {
          proven = false;
          yield Optional.empty();
        }
        case Weighed.Choice.Unknown() ->
            throw EdosException.exhausted(
                "the dependencies are too intricate to be solved in "
                    + TIME.toSeconds()
                    + " s; wish for fewer packages at a time");
      };
    }

    /** Round by round what the new packages recommend, all that is possible together. */
    private BitSet withRecommended(BitSet without) {
      BitSet best = without;
      List<int[]> taken = new ArrayList<>();
      BitSet asked = new BitSet();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        List<int[]> wanted = new ArrayList<>();
        best.stream()
            .filter(one -> !machine.installed().get(one) && !asked.get(one))
            .forEach(one ->
                machine.machineRules().recommends(one).stream()
                    .map(any -> Arrays.stream(any).filter(x -> x < 0 || !barred.get(x)).toArray())
                    .filter(any -> any.length > 0)
                    .forEach(wanted::add));
        asked.or(best);
        if (wanted.isEmpty()) {
          break;
        }
        best = taking(wanted, taken, best);
      }
      return best;
    }

    private BitSet taking(List<int[]> wanted, List<int[]> taken, BitSet before) {
      if (patience.isScant()) {
        proven = false;
        return before;
      }
      List<int[]> all = new ArrayList<>(taken);
      all.addAll(wanted);
      Optional<BitSet> found = solve(all);
      if (found.isPresent()) {
        taken.addAll(wanted);
        return found.get();
      }
      if (wanted.size() == 1) {
        return before;
      }
      BitSet half = taking(wanted.subList(0, wanted.size() / 2), taken, before);
      return taking(wanted.subList(wanted.size() / 2, wanted.size()), taken, half);
    }

    private Smallest smallest(BitSet there) {
      Set<PackageId> packages = new HashSet<>();
      there.stream()
          .filter(one -> one < machine.universe().size() && !machine.installed().get(one))
          .forEach(one -> packages.add(machine.universe().id(one)));
      Set<PackageId> removed = new HashSet<>();
      Set<PackageId> keptBack = new HashSet<>();
      for (int k = 0; k < installed.length; k++) {
        int spare = machine.universe().size() + 2 * k;
        PackageId id = machine.universe().id(installed[k]);
        if (there.get(spare)) {
          removed.add(id);
        } else if (there.get(spare + 1)) {
          keptBack.add(id);
        }
      }
      return new Smallest(packages, removed, keptBack, proven);
    }
  }
}
