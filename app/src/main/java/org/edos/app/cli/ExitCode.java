package org.edos.app.cli;

import org.edos.core.EdosException;

/** What the program's exit status means; scripts depend on it. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  NOT_FOUND(3),
  REFUSED(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The exit status. */
  public int number() {
    return number;
  }

  /** How a command ends that failed in this way. */
  static ExitCode of(EdosException.Category category) {
    return switch (category) {
      case USAGE -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case REFUSED -> REFUSED;
      case CONFLICT, EXHAUSTED, EXTERNAL -> FAILED;
    };
  }
}
