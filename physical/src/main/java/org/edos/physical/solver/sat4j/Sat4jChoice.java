package org.edos.physical.solver.sat4j;

import java.math.BigInteger;
import java.util.BitSet;
import org.edos.core.dependency.Weighed;
import org.jspecify.annotations.Nullable;
import org.sat4j.core.Vec;
import org.sat4j.core.VecInt;
import org.sat4j.pb.IPBSolver;
import org.sat4j.pb.SolverFactory;
import org.sat4j.specs.ContradictionException;
import org.sat4j.specs.IConstr;
import org.sat4j.specs.IVec;
import org.sat4j.specs.TimeoutException;

/**
 * SAT4J with its pseudo-Boolean constraints: whatever was found, something cheaper is asked for,
 * until there is none; then the next respect follows, while the one before may not become dearer.
 * Used by one thread.
 */
final class Sat4jChoice {
  private final Weighed problem;
  private final long deadline;
  private final IPBSolver solver = SolverFactory.newDefault();
  private @Nullable BitSet best;

  Sat4jChoice(Weighed problem, @Nullable BitSet known, long deadline) {
    this.problem = problem;
    this.best = known;
    this.deadline = deadline;
  }

  Weighed.Choice run() {
    try {
      solver.newVar(problem.things());
      for (int[] clause : problem.clauses()) {
        solver.addClause(new VecInt(clause));
      }
      if (best == null && !improve()) {
        return new Weighed.Choice.Impossible();
      }
      for (int respect = 0; respect < problem.costs().size(); respect++) {
        descend(respect);
      }
      return found(true);
    } catch (ContradictionException e) {
      return best == null ? new Weighed.Choice.Impossible() : found(true);
    } catch (TimeoutException e) {
      return best == null ? new Weighed.Choice.Unknown() : found(false);
    }
  }

  private Weighed.Choice found(boolean proven) {
    BitSet chosen = best == null ? new BitSet() : (BitSet) best.clone();
    return new Weighed.Choice.Found(chosen, proven);
  }

  /** Makes the best one cheaper in a respect until that is no longer possible. */
  private void descend(int respect) throws TimeoutException, ContradictionException {
    boolean cheaper = true;
    while (cheaper) {
      long cost = cost(respect);
      cheaper = cost > 0 && below(respect, cost);
    }
    atMost(respect, cost(respect));
  }

  private boolean below(int respect, long cost) throws TimeoutException {
    @Nullable IConstr bound;
    try {
      bound = atMost(respect, cost - 1);
    } catch (ContradictionException e) {
      return false;
    }
    boolean better = improve();
    if (bound != null) {
      solver.removeConstr(bound);
    }
    return better;
  }

  private long cost(int respect) {
    return best == null ? 0 : problem.cost(respect, best);
  }

  private @Nullable IConstr atMost(int respect, long most) throws ContradictionException {
    long[] costs = problem.costs().get(respect);
    VecInt literals = new VecInt();
    IVec<BigInteger> weights = new Vec<>();
    for (int i = 0; i < costs.length; i++) {
      if (costs[i] > 0) {
        literals.push(i + 1);
        weights.push(BigInteger.valueOf(costs[i]));
      }
    }
    return literals.isEmpty()
        ? null
        : solver.addPseudoBoolean(literals, weights, false, BigInteger.valueOf(most));
  }

  private boolean improve() throws TimeoutException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new TimeoutException("the time is over");
    }
    solver.setTimeoutMs(left);
    if (!solver.isSatisfiable()) {
      return false;
    }
    BitSet chosen = new BitSet();
    for (int literal : solver.model()) {
      if (literal > 0 && literal <= problem.things()) {
        chosen.set(literal);
      }
    }
    best = chosen;
    return true;
  }
}
