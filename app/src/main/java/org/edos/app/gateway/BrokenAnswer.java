package org.edos.app.gateway;

import java.io.IOException;

/**
 * An answer cannot be completed: its connection is to be cut. Without a stack trace, since it says
 * where bytes did not come from and not where the program is wrong.
 */
final class BrokenAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenAnswer(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
