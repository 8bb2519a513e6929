package org.edos.physical.solver.sat4j;

import org.edos.physical.solver.CheapestContract;
import org.edos.physical.solver.Solver;

/** The cheapest choices of {@link Sat4jSolver}. */
class Sat4jCheapestTest extends CheapestContract {
  @Override
  protected Solver solver() {
    return new Sat4jSolver();
  }
}
