package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;

/**
 * What holds between the packages of a universe: what each needs, and what it cannot be beside.
 * Never changes; safe for many threads.
 */
public final class Rules {
  /** Most numbers in all rules together: a hundred times those of a large distribution. */
  private static final long MAX_NUMBERS = 60_000_000;

  private static final Rule.Need[] NO_NEEDS = {};
  private static final Rule.Exclusion[] NO_EXCLUSIONS = {};

  private final Universe universe;
  private final Rule.Need[][] needs;
  private final Rule.Exclusion[][] exclusions;
  private final int[][] excluded;
  private final List<Rule.Need> demands;

  private Rules(Universe universe) {
    this.universe = universe;
    this.needs = new Rule.Need[universe.size()][];
    this.exclusions = new Rule.Exclusion[universe.size()][];
    Numbers[] beside = new Numbers[universe.size()];
    Lookups lookups = new Lookups(universe);
    for (int number = 0; number < universe.size(); number++) {
      List<Rule.Need> needed = new ArrayList<>();
      List<Rule.Exclusion> excluding = new ArrayList<>();
      for (Rule rule : universe.semantics().rules(universe, number, lookups)) {
        switch (rule) {
          case Rule.Need need -> needed.add(need);
          case Rule.Exclusion exclusion -> excluding.add(exclusion);
        }
      }
      needs[number] = needed.isEmpty() ? NO_NEEDS : needed.toArray(NO_NEEDS);
      exclusions[number] = excluding.isEmpty() ? NO_EXCLUSIONS : excluding.toArray(NO_EXCLUSIONS);
      for (Rule.Exclusion exclusion : excluding) {
        lookups.count(2L * exclusion.excluded().length);
        for (int other : exclusion.excluded()) {
          list(beside, number).add(other);
          list(beside, other).add(number);
        }
      }
    }
    excluded = new int[universe.size()][];
    for (int number = 0; number < universe.size(); number++) {
      excluded[number] = beside[number] == null ? Numbers.NONE : beside[number].toArray();
    }
    demands = universe.semantics().demands(universe);
  }

  private static Numbers list(Numbers[] lists, int number) {
    if (lists[number] == null) {
      lists[number] = new Numbers();
    }
    return lists[number];
  }

  /**
   * The rules of a universe.
   *
   * @throws EdosException (exhausted) if its packages name far more of each other than any
   *     distribution's do
   */
  public static Rules of(Universe universe) {
    return new Rules(universe);
  }

  /** The packages. */
  public Universe universe() {
    return universe;
  }

  /** What a package needs, in its own order. */
  public List<Rule.Need> needs(int number) {
    return List.of(needs[number]);
  }

  Rule.Need[] needsOf(int number) {
    return needs[number];
  }

  /** What a package says it cannot be beside. */
  public List<Rule.Exclusion> exclusions(int number) {
    return List.of(exclusions[number]);
  }

  /** All that a package cannot be beside, whichever of the two says so; not to be changed. */
  public int[] excluded(int number) {
    return excluded[number];
  }

  /** What every machine needs. */
  public List<Rule.Need> demands() {
    return demands;
  }

  /** The rule by which one package excludes another, if it is one of the first package's. */
  public Optional<Rule.Exclusion> exclusion(int owner, int other) {
    for (Rule.Exclusion exclusion : exclusions[owner]) {
      for (int number : exclusion.excluded()) {
        if (number == other) {
          return Optional.of(exclusion);
        }
      }
    }
    return Optional.empty();
  }

  /** Looks each relation up once for each architecture that asks. */
  private static final class Lookups implements Semantics.Lookup {
    private record Asked(Relation relation, String architecture) {}

    private final Universe universe;
    private final Map<Asked, int[]> satisfying = new HashMap<>();
    private long numbers;

    Lookups(Universe universe) {
      this.universe = universe;
    }

    void count(long more) {
      numbers += more;
      if (numbers > MAX_NUMBERS) {
        throw EdosException.exhausted(
            "the packages name more of each other than can be checked; check fewer at a time");
      }
    }

    @Override
    public int[] satisfying(int by, Relation relation) {
      return satisfying.computeIfAbsent(
          new Asked(relation, universe.id(by).architecture()), asked -> satisfied(by, relation));
    }

    private int[] satisfied(int by, Relation relation) {
      int[] first =
          universe.semantics().satisfying(universe, by, relation.alternatives().getFirst());
      count(first.length);
      if (relation.alternatives().size() == 1) {
        return first;
      }
      Numbers all = new Numbers();
      all.addAll(first);
      for (Relation.Capability capability :
          relation.alternatives().subList(1, relation.alternatives().size())) {
        int[] more = universe.semantics().satisfying(universe, by, capability);
        count(more.length);
        for (int number : more) {
          if (!all.contains(number)) {
            all.add(number);
          }
        }
      }
      return all.toArray();
    }

    /** Not kept: a package is never beside itself, so the answer is each one's own. */
    @Override
    public int[] conflicting(int by, Relation relation) {
      Numbers all = new Numbers();
      for (Relation.Capability capability : relation.alternatives()) {
        for (int number : universe.semantics().conflicting(universe, by, capability)) {
          if (!all.contains(number)) {
            all.add(number);
          }
        }
      }
      return all.toArray();
    }
  }
}
