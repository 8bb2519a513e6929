package org.edos.physical.channel;

import org.edos.core.channel.Notification;

/** A command of the user's own that is run for what arrives. Safe for many threads. */
public interface Hook {
  /**
   * Runs it to its end, or until the thread is interrupted.
   *
   * @return the last lines of what it wrote
   * @throws org.edos.core.EdosException external if it ends badly, takes too long or cannot be run;
   *     the message has the last lines of what it wrote
   */
  String run(Notification notification);
}
