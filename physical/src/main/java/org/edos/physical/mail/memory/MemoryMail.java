package org.edos.physical.mail.memory;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.physical.mail.Mail;

/** Letters in memory. Safe for use by many threads. */
public final class MemoryMail implements Mail {
  private final List<Letter> letters = new ArrayList<>();
  private boolean away;

  @Override
  public synchronized void send(Letter letter) {
    if (away) {
      throw EdosException.external("the mail server is away");
    }
    letters.add(letter);
  }

  /** What was sent. */
  public synchronized List<Letter> letters() {
    return List.copyOf(letters);
  }

  /** Has the server go away or come back. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }
}
