package org.edos.physical.solver.memory;

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

/** Solves by plain search: for tens of packages, whose order of clauses it follows. */
public final class MemorySolver implements Solver {
  @Override
  public List<Uninstallable> uninstallable(Rules rules, BitSet asked, IntConsumer settled) {
    return new Installability(rules, PlainSearch::new, asked, settled).uninstallable();
  }

  @Override
  public Weighed.Choice cheapest(Weighed problem, Optional<BitSet> known, Duration patience) {
    return new PlainChoice(problem, known.orElse(null), System.nanoTime() + patience.toNanos())
        .run();
  }
}
