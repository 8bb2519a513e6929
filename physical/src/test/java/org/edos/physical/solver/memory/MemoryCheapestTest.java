package org.edos.physical.solver.memory;

import org.edos.physical.solver.CheapestContract;
import org.edos.physical.solver.Solver;

/** The cheapest choices of {@link MemorySolver}. */
class MemoryCheapestTest extends CheapestContract {
  @Override
  protected Solver solver() {
    return new MemorySolver();
  }
}
