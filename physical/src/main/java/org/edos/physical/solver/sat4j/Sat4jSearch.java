package org.edos.physical.solver.sat4j;

import java.util.BitSet;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.dependency.Search;
import org.sat4j.core.VecInt;
import org.sat4j.minisat.SolverFactory;
import org.sat4j.minisat.core.DataStructureFactory;
import org.sat4j.minisat.core.Solver;
import org.sat4j.minisat.orders.NegativeLiteralSelectionStrategy;
import org.sat4j.minisat.orders.VarOrderHeap;
import org.sat4j.specs.ContradictionException;
import org.sat4j.specs.TimeoutException;

/** One search by SAT4J, which tries a variable as false first. */
final class Sat4jSearch implements Search {
  /** Many thousand times what the dependencies of a distribution need. */
  private static final int MAX_CONFLICTS = 200_000;

  private final Solver<DataStructureFactory> solver = SolverFactory.newMiniLearningHeap();
  private boolean contradictory;

  Sat4jSearch() {
    solver.setOrder(new VarOrderHeap(new NegativeLiteralSelectionStrategy()));
    solver.setTimeoutOnConflicts(MAX_CONFLICTS);
  }

  @Override
  public void add(int... literals) {
    try {
      solver.addClause(new VecInt(literals.clone()));
    } catch (ContradictionException e) {
      contradictory = true;
    }
  }

  @Override
  public Optional<BitSet> model() {
    try {
      if (contradictory || !solver.isSatisfiable()) {
        return Optional.empty();
      }
    } catch (TimeoutException e) {
      throw new EdosException(
          EdosException.Category.EXHAUSTED,
          "the dependencies are too intricate to be solved; check fewer packages at a time",
          e);
    }
    BitSet model = new BitSet();
    for (int literal : solver.model()) {
      if (literal > 0) {
        model.set(literal);
      }
    }
    return Optional.of(model);
  }
}
