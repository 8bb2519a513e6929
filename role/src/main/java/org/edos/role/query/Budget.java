package org.edos.role.query;

import java.time.Duration;
import org.edos.core.EdosException;

/** What the calls for one question may cost. Used by one thread. */
final class Budget {
  private final Limits limits;
  private final Deadline deadline;
  private long made;
  private long kept;
  private long characters;

  /**
   * Bounds of one question.
   *
   * @param calls most calls made, and documents for which any are
   * @param characters most in all results
   * @param time most for all calls together
   */
  record Limits(int calls, long characters, Duration time) {
    static final Limits DEFAULT = new Limits(1000, 16L << 20, Duration.ofSeconds(10));
  }

  Budget(Limits limits) {
    this.limits = limits;
    this.deadline = Deadline.in(limits.time());
  }

  Limits limits() {
    return limits;
  }

  Deadline deadline() {
    return deadline;
  }

  long made() {
    return Math.min(made, limits.calls());
  }

  long kept() {
    return kept;
  }

  /**
   * Notes that a call is about to be made.
   *
   * @throws EdosException (exhausted) if it may not be
   */
  void make() {
    deadline.check();
    made++;
    if (made > limits.calls()) {
      throw EdosException.exhausted(
          "at most %,d calls of services are made for one question; ask about fewer documents, or"
                  .formatted(limits.calls())
              + " again: what was answered is kept");
    }
  }

  /** Whether no more calls may be made. */
  boolean isUsedUp() {
    return made > limits.calls() || characters > limits.characters() || deadline.left().isZero();
  }

  /** Notes that a result was at hand. */
  void useKept() {
    kept++;
  }

  /** Notes the length of a result. */
  void receive(long length) {
    characters += length;
    if (characters > limits.characters()) {
      throw EdosException.exhausted(
          "the services answered more than %,d characters; ask about fewer documents"
              .formatted(limits.characters()));
    }
  }
}
