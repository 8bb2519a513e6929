package org.edos.core.audit;

import java.util.Optional;
import org.edos.core.unit.Sha256;

/**
 * Checks that lines of an audit log are as they were written: none changed, left out, put in or
 * moved. Lines missing at the end are seen by whoever remembers a newer hash. Used by one thread.
 */
public final class AuditChain {
  private long number;
  private Sha256 hash = AuditEntry.BEGINNING;

  /**
   * Takes the next line, from the first on.
   *
   * @return what is wrong with it; empty where it follows the line before
   */
  public Optional<String> next(AuditEntry entry) {
    if (entry.number() != number + 1) {
      return Optional.of("line %d follows line %d".formatted(entry.number(), number));
    }
    if (!entry.before().equals(hash)) {
      return Optional.of(
          "line %d does not follow line %d as that is now".formatted(entry.number(), number));
    }
    if (!entry.isIntact()) {
      return Optional.of("line %d is not what was written".formatted(entry.number()));
    }
    number = entry.number();
    hash = entry.hash();
    return Optional.empty();
  }

  /** How many lines followed one another. */
  public long lines() {
    return number;
  }

  /** The hash of the last of them; who remembers it sees later that the log goes on from there. */
  public Sha256 hash() {
    return hash;
  }
}
