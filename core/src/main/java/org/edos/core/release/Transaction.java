package org.edos.core.release;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.edos.core.EdosException;

/**
 * Changes of a moving release that take effect together or not at all, as one state.
 *
 * @param release the moving release's name
 * @param expected the number of the state that it was made against, 0 where there was none; where
 *     another is there the transaction fails with a conflict. Empty for whatever is there
 * @param operations done in their order; at least one
 * @param installability what to do if they make packages uninstallable; empty for the publisher's
 *     own policy
 */
public record Transaction(
    String release,
    OptionalLong expected,
    List<Operation> operations,
    Optional<InstallabilityPolicy> installability) {
  /** Most operations of one transaction. */
  public static final int MOST_OPERATIONS = 10_000;

  /**
   * Checks the bounds.
   *
   * @throws EdosException (usage) if there are no operations or too many, or the name is no name
   */
  public Transaction {
    ReleaseId.current(release);
    operations = List.copyOf(operations);
    if (operations.isEmpty() || operations.size() > MOST_OPERATIONS) {
      throw EdosException.usage(
          "a transaction has 1 to %,d operations; this one has %,d"
              .formatted(MOST_OPERATIONS, operations.size()));
    }
  }

  /** By the publisher's own policy. */
  public Transaction(String release, OptionalLong expected, List<Operation> operations) {
    this(release, expected, operations, Optional.empty());
  }

  /** A transaction on whatever state is there. */
  public static Transaction of(String release, Operation... operations) {
    return new Transaction(release, OptionalLong.empty(), List.of(operations));
  }

  /** The same, made against the state of that number. */
  public Transaction expecting(long number) {
    return new Transaction(release, OptionalLong.of(number), operations, installability);
  }

  /** The same, held to that policy. */
  public Transaction under(InstallabilityPolicy policy) {
    return new Transaction(release, expected, operations, Optional.of(policy));
  }

  /** The moving release. */
  public ReleaseId id() {
    return ReleaseId.current(release);
  }

  /**
   * Does nothing if it may be done to the state that is there.
   *
   * @param number of that state, 0 for none
   * @throws EdosException (conflict) if it was made against another
   */
  public void requireExpected(long number) {
    if (expected.isPresent() && expected.getAsLong() != number) {
      throw EdosException.conflict(
          "%s is at number %d now, and the transaction was made against %d: look at what is there, and send it again with the number that it has then"
              .formatted(id(), number, expected.getAsLong()));
    }
  }
}
