package org.edos.core.channel;

import java.util.List;

/**
 * Is told what it follows. Calls come one after the other, on threads of whoever tells, and must
 * not block.
 */
public interface Follower {
  /**
   * An event has come that interests this follower.
   *
   * @param interests the ids of those that it matches, at least one
   * @return false if it cannot be taken now: it is told again, with all that came meanwhile, after
   *     {@link Following#ready()}
   */
  boolean told(ChannelEvent event, List<String> interests);

  /** Nothing more is told for the moment: what a follower has gathered may go out. */
  default void paused() {
    // Most followers gather nothing.
  }

  /**
   * Everything up to an event of a channel that these interests match has been told; comes now and
   * then, so that a follower whom little interests needs not begin far back. May be missed.
   */
  void reached(String channel, long id, List<String> interests);

  /**
   * An interest has come to its end: its channel is gone, or is no longer to be read by this
   * follower.
   */
  void ended(String interest, String reason);
}
