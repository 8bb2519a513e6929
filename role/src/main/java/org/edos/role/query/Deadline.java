package org.edos.role.query;

import java.time.Duration;
import org.edos.core.EdosException;

/** When work has to be done. Immutable. */
public final class Deadline {
  private final Duration allowed;
  private final long end;

  private Deadline(Duration allowed) {
    this.allowed = allowed;
    this.end = System.nanoTime() + allowed.toNanos();
  }

  /** So much time from now. */
  public static Deadline in(Duration time) {
    return new Deadline(time);
  }

  /** The time left, perhaps none. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /**
   * Stops work that has taken too long.
   *
   * @throws EdosException (exhausted) if no time is left
   */
  public void check() {
    if (left().isZero()) {
      throw EdosException.exhausted(
          "the calls of services took more than "
              + allowed
              + "; ask about fewer documents, or again: what was answered is kept");
    }
  }
}
