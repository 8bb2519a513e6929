package org.edos.core.audit;

import java.time.Instant;

/**
 * An action that begins.
 *
 * @param begun when
 * @param doer who does it
 * @param action what
 * @param subject to what: a release, channel, user or member; at most 1,000 characters are kept
 */
public record AuditDraft(Instant begun, Doer doer, AuditAction action, String subject) {
  private static final int MOST = 1000;

  /** Keeps the subject short and on one line. */
  public AuditDraft {
    String plain = subject.replaceAll("\\p{Cntrl}", "?");
    subject = plain.length() <= MOST ? plain : plain.substring(0, MOST);
  }
}
