package org.edos.testkit.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that is expected of a proxy.
 *
 * @param group of checks that it belongs to
 * @param name one line for people
 * @param test throws {@link AssertionError} or any other exception if the proxy does otherwise
 */
public record Check(String group, String name, Test test) {
  /** Asks a proxy. */
  public interface Test {
    /** Returns if the proxy does as it should. */
    void run(Subject subject) throws Exception;
  }

  /** Every check, in the order of the table. */
  public static List<Check> all() {
    return Stream.of(
            RangeChecks.all(), ConditionChecks.all(), MessageChecks.all(), OriginChecks.all())
        .flatMap(List::stream)
        .toList();
  }
}
