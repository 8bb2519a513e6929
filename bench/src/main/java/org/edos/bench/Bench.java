package org.edos.bench;

import java.io.IOException;

/**
 * One measurement: what Edos does, against a bound or a rival that does the same on the same
 * machine.
 */
public interface Bench {
  /** Its name on the command line and among the results: lower-case letters. */
  String name();

  /**
   * Measures.
   *
   * @throws IOException if a file or another program fails
   * @throws InterruptedException if the thread is interrupted
   */
  Results run(Occasion occasion) throws IOException, InterruptedException;
}
