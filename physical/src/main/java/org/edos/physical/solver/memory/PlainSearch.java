package org.edos.physical.solver.memory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.dependency.Search;

/**
 * The algorithm of Davis, Putnam, Logemann and Loveland (1962): what follows from a clause of which
 * one literal is left is taken over; else a variable is tried as true, then as false. A variable
 * without a value counts as false, so that only clauses that need something true are branched on.
 */
final class PlainSearch implements Search {
  private static final int MAX_TRIES = 200_000;

  private final List<int[]> clauses = new ArrayList<>();
  private final List<Integer> trail = new ArrayList<>();
  private final BitSet truths = new BitSet();
  private final BitSet falsehoods = new BitSet();
  private int tries;

  @Override
  public void add(int... literals) {
    clauses.add(literals.clone());
  }

  @Override
  public Optional<BitSet> model() {
    tries = 0;
    undo(0);
    return solve() ? Optional.of((BitSet) truths.clone()) : Optional.empty();
  }

  private boolean solve() {
    if (++tries > MAX_TRIES) {
      throw EdosException.exhausted(
          "the dependencies are too intricate to be solved; check fewer packages at a time");
    }
    if (!propagate()) {
      return false;
    }
    int branch = branch();
    if (branch == 0) {
      return true;
    }
    int from = trail.size();
    take(branch);
    if (solve()) {
      return true;
    }
    undo(from);
    take(-branch);
    return solve();
  }

  /** Takes over what follows; false where a clause cannot be true any more. */
  private boolean propagate() {
    boolean again = true;
    while (again) {
      again = false;
      for (int[] clause : clauses) {
        int open = 0;
        int last = 0;
        boolean held = false;
        for (int literal : clause) {
          held |= isTrue(literal);
          if (!isTrue(-literal) && literal != last) {
            open++;
            last = literal;
          }
        }
        if (!held && open == 0) {
          return false;
        }
        if (!held && open == 1) {
          take(last);
          again = true;
        }
      }
    }
    return true;
  }

  /** A variable of which a clause needs that it is true; 0 if all are true as it is. */
  private int branch() {
    for (int[] clause : clauses) {
      int candidate = 0;
      boolean held = false;
      for (int literal : clause) {
        boolean open = !isTrue(literal) && !isTrue(-literal);
        held |= isTrue(literal) || (open && literal < 0);
        if (open && literal > 0 && candidate == 0) {
          candidate = literal;
        }
      }
      if (!held) {
        return candidate;
      }
    }
    return 0;
  }

  private boolean isTrue(int literal) {
    return literal > 0 ? truths.get(literal) : falsehoods.get(-literal);
  }

  private void take(int literal) {
    (literal > 0 ? truths : falsehoods).set(Math.abs(literal));
    trail.add(literal);
  }

  private void undo(int from) {
    while (trail.size() > from) {
      int literal = trail.removeLast();
      (literal > 0 ? truths : falsehoods).clear(Math.abs(literal));
    }
  }
}
