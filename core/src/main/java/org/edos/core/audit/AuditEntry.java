package org.edos.core.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.edos.core.unit.Sha256;

/**
 * A line of the audit log.
 *
 * @param number from 1, without gaps
 * @param draft what was done
 * @param ended when
 * @param outcome how
 * @param message what it came to, or why it failed; at most 1,000 characters are kept
 * @param before the hash of the line before; that of nothing for the first
 * @param hash of this line: the SHA-256 of {@link #text()}
 */
public record AuditEntry(
    long number,
    AuditDraft draft,
    Instant ended,
    AuditOutcome outcome,
    String message,
    Sha256 before,
    Sha256 hash) {
  /** What the first line follows. */
  public static final Sha256 BEGINNING = Sha256.of(new byte[0]);

  private static final int MOST = 1000;

  /** The line that follows another. */
  public static AuditEntry after(
      long number,
      Sha256 before,
      AuditDraft draft,
      Instant ended,
      AuditOutcome outcome,
      String message) {
    String plain = message.replaceAll("\\p{Cntrl}", " ");
    String kept = plain.length() <= MOST ? plain : plain.substring(0, MOST);
    return new AuditEntry(
        number,
        draft,
        ended,
        outcome,
        kept,
        before,
        Sha256.of(bytes(number, draft, ended, outcome, kept, before)));
  }

  private static byte[] bytes(
      long number,
      AuditDraft draft,
      Instant ended,
      AuditOutcome outcome,
      String message,
      Sha256 before) {
    return String.join(
            "\n",
            before.hex(),
            Long.toString(number),
            draft.begun().toString(),
            ended.toString(),
            draft.doer().who(),
            draft.doer().from(),
            draft.action().name(),
            draft.subject(),
            outcome.name(),
            message)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is hashed: the hash of the line before and every field, each on a line of text. */
  public byte[] text() {
    return bytes(number, draft, ended, outcome, message, before);
  }

  /** Whether the hash is that of what the line says. */
  public boolean isIntact() {
    return Sha256.of(text()).equals(hash);
  }
}
