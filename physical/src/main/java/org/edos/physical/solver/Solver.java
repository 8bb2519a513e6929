package org.edos.physical.solver;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Weighed;

/**
 * Answers what can be installed, and what of it is cheapest. Safe for many threads; each call works
 * on the caller's.
 */
public interface Solver {
  /**
   * Those packages that no machine can install, each with its causes.
   *
   * @param asked the numbers of the packages to look at
   * @param settled is told again and again how many of them are settled, and may throw to stop it
   * @return in order of their numbers
   * @throws org.edos.core.EdosException (exhausted) if the search for one takes too long
   */
  List<Uninstallable> uninstallable(Rules rules, BitSet asked, IntConsumer settled);

  /** Those of all packages that no machine can install. */
  default List<Uninstallable> uninstallable(Rules rules) {
    BitSet all = new BitSet();
    all.set(0, rules.universe().size());
    return uninstallable(rules, all, settled -> {});
  }

  /**
   * The choice that is cheapest in the first respect, of these the cheapest in the second, and so
   * on.
   *
   * @param known a choice that holds, where the caller knows one; nothing dearer is found
   * @param patience how long to look at most; where it is short, the best that was found until then
   *     is not proven to be the cheapest
   */
  Weighed.Choice cheapest(Weighed problem, Optional<BitSet> known, Duration patience);
}
