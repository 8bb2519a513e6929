package org.edos.physical.trust;

import org.edos.core.EdosException;
import org.edos.core.channel.SignedHead;

/** Decides whether a channel's head is the publisher's. Safe for use by many threads. */
@FunctionalInterface
public interface HeadTrust {
  /**
   * Checks the signature, and whose key it is.
   *
   * @throws EdosException (refused) saying which of these does not hold
   */
  void accept(SignedHead signed);
}
