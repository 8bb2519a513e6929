package org.edos.role.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.query.Explanation.ServiceWork;

/** What the calls for one question may cost. Used by one thread. */
final class Budget {
  private final Limits limits;
  private final Deadline deadline;
  private final Map<String, Work> work = new TreeMap<>();
  private long made;
  private long characters;

  /** Calls of one service. */
  private static final class Work {
    private long made;
    private long kept;
  }

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

  /** The calls so far. */
  List<ServiceWork> work() {
    return work.entrySet().stream()
        .map(of -> new ServiceWork(of.getKey(), of.getValue().made, of.getValue().kept))
        .toList();
  }

  /**
   * Notes that a call is about to be made.
   *
   * @throws EdosException (exhausted) if it may not be
   */
  void make(String service) {
    deadline.check();
    made++;
    if (made > limits.calls()) {
      throw EdosException.exhausted(
          "at most %,d calls of services are made for one question; ask about fewer documents, or"
                  .formatted(limits.calls())
              + " again: what was answered is kept");
    }
    of(service).made++;
  }

  private Work of(String service) {
    return work.computeIfAbsent(service, name -> new Work());
  }

  /** Whether no more calls may be made. */
  boolean isUsedUp() {
    return made > limits.calls() || characters > limits.characters() || deadline.left().isZero();
  }

  /** Notes that a result was at hand. */
  void useKept(String service) {
    of(service).kept++;
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
