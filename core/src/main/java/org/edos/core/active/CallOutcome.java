package org.edos.core.active;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a call.
 *
 * @param called when it was last made; empty if it never answered
 * @param results what it answered, in order, each once
 * @param fault why it is not, or not now, answered; empty if it is
 */
public record CallOutcome(Optional<Instant> called, List<ServiceResult> results, String fault) {
  /**
   * Most results of one call that are kept, of at most {@value ServiceResult#MAX_LENGTH} characters
   * together.
   */
  public static final int MAX_RESULTS = 1000;

  /** Copies the results and drops repeated ones, and the first ones if it is too much. */
  public CallOutcome {
    results = newest(List.copyOf(new LinkedHashSet<>(results)));
  }

  private static List<ServiceResult> newest(List<ServiceResult> distinct) {
    long length = 0;
    int from = distinct.size();
    while (from > 0
        && distinct.size() - from < MAX_RESULTS
        && length + distinct.get(from - 1).xml().length() <= ServiceResult.MAX_LENGTH) {
      from--;
      length += distinct.get(from).xml().length();
    }
    return distinct.subList(from, distinct.size());
  }

  /** It was answered. */
  public static CallOutcome answered(Instant called, List<ServiceResult> results) {
    return new CallOutcome(Optional.of(called), results, "");
  }

  /** It was not answered, for this reason. */
  public static CallOutcome fault(String reason) {
    return new CallOutcome(Optional.empty(), List.of(), reason);
  }

  /** The same results, with the reason why there are no newer ones. */
  public CallOutcome stale(String reason) {
    return new CallOutcome(called, results, reason);
  }

  /** This outcome after an earlier one: with the earlier one's results if the call merges them. */
  public CallOutcome after(CallOutcome earlier, ServiceCall.Mode mode) {
    if (mode == ServiceCall.Mode.REPLACE) {
      return this;
    }
    Set<ServiceResult> merged = new LinkedHashSet<>(earlier.results());
    merged.addAll(results);
    return new CallOutcome(called, List.copyOf(merged), fault);
  }

  /** How many characters the results have. */
  public long length() {
    return results.stream().mapToLong(result -> result.xml().length()).sum();
  }
}
