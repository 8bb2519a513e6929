package org.edos.app.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.edos.actor.Publisher;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;

/**
 * A page of the audit log, as it is at one moment.
 *
 * @param asked which lines are asked for
 * @param lines how many there are in all
 * @param rows the newest first
 * @param older below which number to go on; empty where there are no older ones
 * @param looked how many lines were looked at for them
 * @param now when it is drawn
 */
public record AuditView(
    Asked asked, long lines, List<Row> rows, Optional<Long> older, long looked, Instant now) {
  private static final int ROWS = 50;
  private static final int AT_ONCE = 500;
  private static final long MOST_LOOKED = 20_000;

  /**
   * Which lines are asked for.
   *
   * @param who a part of the name or address of who did it; empty for everybody
   * @param action empty for all
   * @param outcome empty for all
   * @param before only lines with smaller numbers
   */
  public record Asked(
      String who, Optional<AuditAction> action, Optional<AuditOutcome> outcome, long before) {
    boolean asks(AuditEntry entry) {
      String doer = entry.draft().doer().who() + " " + entry.draft().doer().from();
      return action.filter(one -> one != entry.draft().action()).isEmpty()
          && outcome.filter(one -> one != entry.outcome()).isEmpty()
          && doer.toLowerCase(Locale.ROOT).contains(who.toLowerCase(Locale.ROOT));
    }

    /** Whether all lines are asked for. */
    public boolean isAll() {
      return who.isEmpty() && action.isEmpty() && outcome.isEmpty();
    }

    /** The query of an address for the same, without where to go on. */
    public String query() {
      return "who="
          + Words.encoded(who)
          + "&action="
          + action.map(Enum::name).orElse("")
          + "&outcome="
          + outcome.map(Enum::name).orElse("");
    }
  }

  /**
   * One line.
   *
   * @param what was done, in words
   * @param good whether it took effect
   */
  public record Row(
      long number,
      Instant ended,
      String who,
      String from,
      String what,
      String subject,
      String outcome,
      boolean good,
      String message,
      String hash) {}

  /** Looks through the log from its end, a bounded part of it. */
  static AuditView of(Publisher publisher, Asked asked, Instant now) {
    long lines = publisher.auditLines();
    long end = Math.min(lines, asked.before() - 1);
    long next = end;
    List<Row> rows = new ArrayList<>();
    while (next > 0 && rows.size() < ROWS && end - next < MOST_LOOKED) {
      long from = Math.max(0, next - (asked.isAll() ? ROWS : AT_ONCE));
      List<AuditEntry> page = publisher.audit(from, (int) (next - from)).reversed();
      for (AuditEntry entry : page) {
        if (rows.size() < ROWS) {
          next = entry.number() - 1;
          if (asked.asks(entry)) {
            rows.add(row(entry));
          }
        }
      }
      if (page.isEmpty()) {
        next = from;
      }
    }
    return new AuditView(
        asked, lines, rows, next > 0 ? Optional.of(next + 1) : Optional.empty(), end - next, now);
  }

  private static Row row(AuditEntry entry) {
    return new Row(
        entry.number(),
        entry.ended(),
        entry.draft().doer().who(),
        entry.draft().doer().from(),
        Words.of(entry.draft().action()),
        entry.draft().subject(),
        Words.of(entry.outcome()),
        entry.outcome() == AuditOutcome.DONE,
        entry.message(),
        entry.hash().hex());
  }

  /** Whether the newest lines are among those shown. */
  public boolean isNewest() {
    return asked.before() == Long.MAX_VALUE;
  }

  /** What may be asked for. */
  public List<AuditAction> actions() {
    return List.of(AuditAction.values());
  }

  /** What may be asked for. */
  public List<AuditOutcome> outcomes() {
    return List.of(AuditOutcome.values());
  }

  /** How a constant is shown. */
  public static String words(Enum<?> constant) {
    return Words.of(constant);
  }

  /** How long ago something was, roughly. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }
}
