package org.edos.bench.index;

import java.io.IOException;
import java.util.List;
import org.edos.core.query.Query;

/** An index that is measured: Edos or a rival, in a process of its own. Used by one thread. */
interface Subject extends AutoCloseable {
  /** As many documents are read for each question; all matching ones are counted. */
  int PAGE = 20;

  /**
   * Loads documents, which are then the only ones. When it returns, the system has been given every
   * byte of them, and they can be asked for.
   */
  void load(Documents documents) throws IOException;

  /** Removes what was loaded. */
  void clear() throws IOException;

  /** The question in the subject's own language, ready to be asked as often as one likes. */
  Asking asking(Query question);

  /** How many members of its network are there and keep data; it alone, where there is none. */
  default long members() {
    return 1;
  }

  /** Forgets what it keeps in its own memory to answer sooner; what the system keeps stays. */
  default void cool() {}

  /** Where other members find it. */
  default String seed() {
    return "";
  }

  @Override
  void close() throws IOException;

  /** A question of one subject. */
  interface Asking {
    /** Counts the answers and reads the documents of the first {@value Subject#PAGE}. */
    long count() throws IOException;

    /** Reads the document of the first answer; whether there is one. */
    boolean first() throws IOException;

    /** The written identities of all answers, in any order. */
    List<String> all() throws IOException;

    /** What the subject says that the last {@link #count} cost: round trips between nodes. */
    default long roundTrips() {
      return 0;
    }
  }
}
