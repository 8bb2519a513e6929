package org.edos.role.publish;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.audit.Doer;
import org.edos.core.release.PublishedRelease;
import org.edos.physical.audit.AuditLog;
import org.edos.physical.index.IndexReader;

/**
 * Writes down what is done with a publisher. An action is noted before it begins, where it makes a
 * release visible with that release's number before the switch, and ended after; one whose process
 * died is ended by the next, which sees by the number whether it took effect; so is one that fails
 * behind the switch. What cannot be noted is not done. Safe for use by many threads.
 */
public final class Auditing {
  private final AuditLog log;
  private final IndexReader index;
  private final Clock clock;

  /** Ends what an earlier process began. */
  public Auditing(AuditLog log, IndexReader index, Clock clock) {
    this.log = log;
    this.index = index;
    this.clock = clock;
    log.pending().forEach(this::complete);
  }

  private void complete(AuditLog.Pending pending) {
    AuditOutcome outcome =
        pending.draft().action().switches() ? outcome(pending.effect()) : AuditOutcome.UNKNOWN;
    String message =
        switch (outcome) {
          case DONE -> "took effect; the publisher ended just after";
          case FAILED -> "the publisher ended before it took effect";
          case UNKNOWN -> "the publisher ended on the way";
        };
    end(pending.id(), outcome, message);
  }

  /**
   * Whether exactly that state is visible. Where a later one of the release is, nobody can tell any
   * more whether that was.
   */
  private AuditOutcome outcome(Optional<AuditLog.Effect> noted) {
    if (noted.isEmpty()) {
      return AuditOutcome.FAILED;
    }
    AuditLog.Effect effect = noted.get();
    long number =
        index.releases().stream()
            .filter(one -> one.id().equals(effect.release()))
            .mapToLong(PublishedRelease::number)
            .max()
            .orElse(0);
    if (number > effect.number()) {
      return AuditOutcome.UNKNOWN;
    }
    return number == effect.number() ? AuditOutcome.DONE : AuditOutcome.FAILED;
  }

  private void end(long pending, AuditOutcome outcome, String message) {
    log.end(pending, clock.instant(), outcome, message);
  }

  /**
   * Does something and writes it down.
   *
   * @param work is given what it must tell its events to
   * @param result says in a few words what it came to
   */
  public <T> T of(
      Doer doer,
      AuditAction action,
      String subject,
      Function<Consumer<PublishEvent>, T> work,
      Function<T, String> result) {
    long pending = log.begin(new AuditDraft(clock.instant(), doer, action, subject));
    List<AuditLog.Effect> effects = new ArrayList<>(1);
    T done;
    try {
      done =
          work.apply(event -> {
            if (event instanceof PublishEvent.Signed signed) {
              AuditLog.Effect noted = new AuditLog.Effect(signed.release(), signed.number());
              log.effect(pending, noted);
              effects.add(noted);
            }
          });
    } catch (RuntimeException e) {
      failed(pending, effects.stream().findFirst(), String.valueOf(e.getMessage()));
      throw e;
    }
    endQuietly(pending, AuditOutcome.DONE, result.apply(done));
    return done;
  }

  /** Does something that makes no release visible, and writes it down. */
  public <T> T of(Doer doer, AuditAction action, String subject, Supplier<T> work) {
    return of(doer, action, subject, events -> work.get(), done -> "");
  }

  private void failed(long pending, Optional<AuditLog.Effect> effect, String message) {
    AuditOutcome outcome;
    try {
      outcome = outcome(effect);
    } catch (RuntimeException e) {
      outcome = AuditOutcome.UNKNOWN;
    }
    String told = outcome == AuditOutcome.DONE ? "took effect, but: " + message : message;
    endQuietly(pending, outcome, told);
  }

  /** What was done is done; its line is written at the next start where it cannot be now. */
  private void endQuietly(long pending, AuditOutcome outcome, String message) {
    try {
      end(pending, outcome, message);
    } catch (EdosException e) {
      System.getLogger(Auditing.class.getName())
          .log(System.Logger.Level.ERROR, "the audit log is behind until the next start", e);
    }
  }

  /** How many lines there are, which is the number of the newest. */
  public long lines() {
    return log.lines();
  }

  /** Lines after a number, at most so many. */
  public List<AuditEntry> entries(long after, int limit) {
    return log.entries(after, limit);
  }
}
