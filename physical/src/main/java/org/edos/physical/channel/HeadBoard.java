package org.edos.physical.channel;

import java.util.Optional;
import java.util.Set;
import org.edos.core.channel.SignedHead;

/**
 * Where a publisher leaves the newest head of each channel for its network. A put that has returned
 * is durable. Safe for use by many threads.
 */
public interface HeadBoard {
  /** The head that was left last. */
  Optional<SignedHead> head(String channel);

  /** Leaves a head in the place of the one before. */
  void put(SignedHead head);

  /** Takes away the heads of all channels but these. */
  void retain(Set<String> channels);
}
