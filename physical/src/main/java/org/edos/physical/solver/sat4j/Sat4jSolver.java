package org.edos.physical.solver.sat4j;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.edos.core.dependency.Installability;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Weighed;
import org.edos.physical.solver.Solver;

/** Solves with SAT4J: fast on the dependencies of whole distributions. */
public final class Sat4jSolver implements Solver {
  @Override
  public List<Uninstallable> uninstallable(Rules rules, BitSet asked, IntConsumer settled) {
    return new Installability(rules, Sat4jSearch::new, asked, settled).uninstallable();
  }

  @Override
  public Weighed.Choice cheapest(Weighed problem, Optional<BitSet> known, Duration patience) {
    return new Sat4jChoice(problem, known.orElse(null), System.nanoTime() + patience.toNanos())
        .run();
  }
}
