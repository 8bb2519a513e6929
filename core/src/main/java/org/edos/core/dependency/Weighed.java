package org.edos.core.dependency;

import java.util.BitSet;
import java.util.List;

/**
 * Things of which some are to be chosen, under conditions, as cheaply as can be. Literals are
 * written as in the DIMACS format: thing {@code t}, counted from 1, is {@code t} where it is chosen
 * and {@code -t} where it is not.
 *
 * @param things how many there are
 * @param clauses of each, one literal at least is true
 * @param costs what it costs to choose each thing, in several respects, the most important first;
 *     of thing {@code t} at {@code t - 1}, none negative. Nobody changes these arrays.
 */
public record Weighed(int things, List<int[]> clauses, List<long[]> costs) {
  /** Copies the lists; refuses literals of no thing. */
  public Weighed {
    clauses = List.copyOf(clauses);
    costs = List.copyOf(costs);
    for (int[] clause : clauses) {
      for (int literal : clause) {
        if (literal == 0 || Math.abs(literal) > things) {
          throw new IllegalArgumentException("literal " + literal + " of " + things + " things");
        }
      }
    }
    for (long[] cost : costs) {
      if (cost.length != things) {
        throw new IllegalArgumentException(cost.length + " costs of " + things + " things");
      }
    }
  }

  /**
   * Whether all clauses hold.
   *
   * @param chosen the things by their numbers, counted from 1
   */
  public boolean holds(BitSet chosen) {
    return clauses.stream().allMatch(clause -> holds(clause, chosen));
  }

  private static boolean holds(int[] clause, BitSet chosen) {
    for (int literal : clause) {
      if (chosen.get(Math.abs(literal)) == literal > 0) {
        return true;
      }
    }
    return false;
  }

  /** What a choice costs in one respect. */
  public long cost(int respect, BitSet chosen) {
    long[] cost = costs.get(respect);
    return chosen.stream().mapToLong(thing -> cost[thing - 1]).sum();
  }

  /** Negative, 0 or positive as the first choice is cheaper, as cheap, or dearer. */
  public int compare(BitSet first, BitSet second) {
    for (int respect = 0; respect < costs.size(); respect++) {
      int compared = Long.compare(cost(respect, first), cost(respect, second));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** What became of a choice. */
  public sealed interface Choice {
    /**
     * One that holds.
     *
     * @param chosen the things by their numbers, counted from 1; not changed by anybody
     * @param proven whether none is cheaper; else the time was too short to know
     */
    record Found(BitSet chosen, boolean proven) implements Choice {}

    /** None holds. */
    record Impossible() implements Choice {}

    /** The time was too short to find one. */
    record Unknown() implements Choice {}
  }
}
