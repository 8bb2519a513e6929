package org.edos.app.cli;

import java.time.Duration;
import org.edos.core.EdosException;

/** Waits between two looks at something that changes. */
final class Pause {
  private static final Duration LENGTH = Duration.ofSeconds(1);

  private Pause() {}

  static void once() {
    try {
      Thread.sleep(LENGTH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted", e);
    }
  }
}
