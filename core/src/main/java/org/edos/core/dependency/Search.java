package org.edos.core.dependency;

import java.util.BitSet;
import java.util.Optional;

/**
 * A search for values that make all clauses true; clauses may be added after an answer. Used by one
 * thread.
 */
public interface Search {
  /** Begins searches, for any number of threads. */
  interface Engine {
    /** A search without any clauses. */
    Search begin();
  }

  /**
   * Adds a clause.
   *
   * @param literals of which one must be true: a variable from 1 on, or its negation as the
   *     negative number. None of them: never true.
   */
  void add(int... literals);

  /**
   * The variables that are true in some model of all clauses, preferring few of them; empty if
   * there is no model.
   *
   * @throws org.edos.core.EdosException (exhausted) if the search takes too long
   */
  Optional<BitSet> model();
}
