package org.edos.physical.mail;

import java.time.Instant;

/** Sends letters from one configured sender to configured receivers. */
public interface Mail {
  /**
   * A letter.
   *
   * @param id the left side of its Message-ID, by which a repetition is known: letters, digits and
   *     {@code . -}
   * @param subject one line
   * @param text plain, with line feeds
   * @param date when it was written
   */
  record Letter(String id, String subject, String text, Instant date) {}

  /**
   * Sends a letter, and returns when the server has taken it.
   *
   * @throws org.edos.core.EdosException (external) if the server is not there or says no, in which
   *     case the letter may have been sent nevertheless
   */
  void send(Letter letter);
}
