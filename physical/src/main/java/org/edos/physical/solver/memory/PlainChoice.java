package org.edos.physical.solver.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.edos.core.dependency.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound in plain steps: what follows without a choice is drawn, a branch that already
 * costs as much as the best is left, and of the shortest open clause each literal is tried. It
 * takes exponential time, so it is for small problems. Used by one thread.
 */
final class PlainChoice {
  private final Weighed problem;
  private final long deadline;
  private @Nullable BitSet best;
  private boolean late;

  PlainChoice(Weighed problem, @Nullable BitSet known, long deadline) {
    this.problem = problem;
    this.best = known;
    this.deadline = deadline;
  }

  Weighed.Choice run() {
    Deque<int[]> open = new ArrayDeque<>();
    open.push(new int[problem.things() + 1]);
    while (!open.isEmpty() && !late) {
      int[] values = open.pop();
      if (draw(values) && mayBeBest(values)) {
        Optional<int[]> clause = shortest(values);
        if (clause.isEmpty()) {
          best = chosen(values);
        } else {
          branches(values, clause.get()).forEach(open::push);
        }
      }
      late = System.nanoTime() - deadline > 0;
    }
    if (best != null) {
      return new Weighed.Choice.Found((BitSet) best.clone(), !late);
    }
    return late ? new Weighed.Choice.Unknown() : new Weighed.Choice.Impossible();
  }

  /** The k-th branch makes the k-th literal true and those before it false. */
  private static List<int[]> branches(int[] values, int[] clause) {
    List<int[]> branches = new ArrayList<>();
    int[] before = values.clone();
    for (int literal : clause) {
      int[] branch = before.clone();
      set(branch, literal);
      branches.addFirst(branch);
      set(before, -literal);
    }
    return branches;
  }

  private static void set(int[] values, int literal) {
    values[Math.abs(literal)] = Integer.signum(literal);
  }

  /** Gives values that leave no choice; false where a clause cannot hold. */
  private boolean draw(int[] values) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int[] clause : problem.clauses()) {
        int[] left = left(values, clause);
        if (left.length == 0 && !holds(values, clause)) {
          return false;
        }
        if (left.length == 1 && !holds(values, clause)) {
          set(values, left[0]);
          changed = true;
        }
      }
    }
    return true;
  }

  private static boolean holds(int[] values, int[] clause) {
    return Arrays.stream(clause)
        .anyMatch(literal -> values[Math.abs(literal)] == Integer.signum(literal));
  }

  private static int[] left(int[] values, int[] clause) {
    return Arrays.stream(clause)
        .filter(literal -> values[Math.abs(literal)] == 0)
        .distinct()
        .toArray();
  }

  /** What is not yet decided costs nothing when it is not chosen. */
  private boolean mayBeBest(int[] values) {
    return best == null || problem.compare(chosen(values), best) < 0;
  }

  private Optional<int[]> shortest(int[] values) {
    int @Nullable [] shortest = null;
    for (int[] clause : problem.clauses()) {
      if (!holds(values, clause)) {
        int[] left = left(values, clause);
        if (shortest == null || left.length < shortest.length) {
          shortest = left;
        }
      }
    }
    return Optional.ofNullable(shortest);
  }

  private static BitSet chosen(int[] values) {
    BitSet chosen = new BitSet();
    for (int thing = 1; thing < values.length; thing++) {
      chosen.set(thing, values[thing] > 0);
    }
    return chosen;
  }
}
