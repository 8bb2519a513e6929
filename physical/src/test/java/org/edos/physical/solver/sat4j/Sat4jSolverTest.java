package org.edos.physical.solver.sat4j;

import org.edos.physical.solver.Solver;
import org.edos.physical.solver.SolverContract;

class Sat4jSolverTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new Sat4jSolver();
  }
}
