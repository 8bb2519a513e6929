package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search for one machine that has a package. The rules of a package are added when the search
 * first chooses it, so that only a small part of what it might need is looked at: a model in which
 * the rules of all chosen packages were added is a model of all rules, since the others are not
 * installed; and where those added cannot hold together, all cannot.
 */
final class Cone {
  /** Stands for no package: is there any machine at all? */
  static final int NOTHING = -1;

  /**
   * A clause, and the rule that it is of.
   *
   * @param literals numbers of packages, counted from 1; negative where it must be absent
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(Rule rule, int[] literals) {
    static Part of(Rule.Need need) {
      boolean owned = need.owner() != Rule.EVERY_MACHINE;
      int[] literals = new int[need.present().length + need.absent().length + (owned ? 1 : 0)];
      int at = 0;
      for (int number : need.present()) {
        literals[at++] = number + 1;
      }
      for (int number : need.absent()) {
        literals[at++] = -(number + 1);
      }
      if (owned) {
        literals[at] = -(need.owner() + 1);
      }
      return new Part(need, literals);
    }

    static Part of(Rule.Exclusion exclusion, int other) {
      return new Part(exclusion, new int[] {-(exclusion.owner() + 1), -(other + 1)});
    }
  }

  private final Rules rules;
  private final Variables variables;
  private final List<Part> parts = new ArrayList<>();
  private final BitSet chosen = new BitSet();

  /** For a package's number or {@link #NOTHING}. */
  Cone(Rules rules, Search.Engine engine, int goal) {
    this.rules = rules;
    this.variables = new Variables(engine.begin(), goal);
    rules.demands().forEach(demand -> add(Part.of(demand)));
  }

  /** A machine that has the package: the numbers of all that is installed. Empty if none can. */
  Optional<BitSet> model() {
    while (true) {
      Optional<BitSet> found = variables.model();
      if (found.isEmpty()) {
        return found;
      }
      BitSet fresh = (BitSet) found.get().clone();
      fresh.andNot(chosen);
      if (fresh.isEmpty()) {
        return found;
      }
      fresh.stream().forEach(this::choose);
    }
  }

  /** The clauses that were looked at. */
  List<Part> parts() {
    return parts;
  }

  private void choose(int number) {
    chosen.set(number);
    for (Rule.Need need : rules.needsOf(number)) {
      add(Part.of(need));
    }
    for (int other : rules.excluded(number)) {
      if (chosen.get(other)) {
        add(
            rules
                .exclusion(number, other)
                .map(own -> Part.of(own, other))
                .orElseGet(() -> Part.of(rules.exclusion(other, number).orElseThrow(), number)));
      }
    }
  }

  private void add(Part part) {
    parts.add(part);
    variables.add(part);
  }

  /** Whether these clauses leave a machine that has the package. */
  static boolean isPossible(Search.Engine engine, int goal, Iterable<Part> parts) {
    Variables variables = new Variables(engine.begin(), goal);
    parts.forEach(variables::add);
    return variables.model().isPresent();
  }

  /** Packages as variables of a search, numbered as they come. */
  private static final class Variables {
    private final Search search;
    private final Map<Integer, Integer> byNumber = new HashMap<>();
    private final Numbers numbers = new Numbers();

    Variables(Search search, int goal) {
      this.search = search;
      if (goal != NOTHING) {
        search.add(variable(goal));
      }
    }

    private int variable(int number) {
      Integer known = byNumber.get(number);
      if (known != null) {
        return known;
      }
      numbers.add(number);
      byNumber.put(number, numbers.size());
      return numbers.size();
    }

    void add(Part part) {
      int[] literals = new int[part.literals().length];
      for (int i = 0; i < literals.length; i++) {
        int literal = part.literals()[i];
        int variable = variable(Math.abs(literal) - 1);
        literals[i] = literal > 0 ? variable : -variable;
      }
      search.add(literals);
    }

    Optional<BitSet> model() {
      return search
          .model()
          .map(found -> {
            BitSet model = new BitSet();
            found.stream().forEach(variable -> model.set(numbers.get(variable - 1)));
            return model;
          });
    }
  }
}
