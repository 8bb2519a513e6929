package org.edos.physical.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.release.ReleaseId;

/**
 * Lines that are only ever appended, each with the hash of the one before. An action is begun here
 * before it is done and ended after, so that none is lost with the process. What a call has
 * returned from is durable. Safe for use by many threads.
 */
public interface AuditLog extends AutoCloseable {
  /**
   * An action that was begun and is not ended.
   *
   * @param id names it until it ends
   * @param effect the state that is visible if it took effect, once it is known
   */
  record Pending(long id, AuditDraft draft, Optional<Effect> effect) {}

  /**
   * A state of a release.
   *
   * @param number of its composition
   */
  record Effect(ReleaseId release, long number) {}

  /** Notes that an action begins; gives its id. */
  long begin(AuditDraft draft);

  /**
   * Notes which state is visible if an action takes effect.
   *
   * @throws EdosException (not found) if there is no such action, or it has ended
   */
  void effect(long pending, Effect effect);

  /**
   * Ends an action: appends its line.
   *
   * @throws EdosException (not found) if there is no such action, or it has ended
   */
  AuditEntry end(long pending, Instant ended, AuditOutcome outcome, String message);

  /** The actions that have not ended, in the order in which they began. */
  List<Pending> pending();

  /** Lines after a number, in their order, at most so many. */
  List<AuditEntry> entries(long after, int limit);

  /** How many lines there are, which is the number of the newest. */
  long lines();

  @Override
  void close();
}
