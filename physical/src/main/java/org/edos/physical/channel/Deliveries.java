package org.edos.physical.channel;

import java.util.List;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;

/**
 * Tells followers of the events that interest them: at least once, each channel's in the order of
 * ids, from their positions on and then as they come, without end. Safe for use by many threads.
 */
public interface Deliveries {
  /**
   * Begins to follow.
   *
   * @param interests with different ids
   * @throws org.edos.core.EdosException usage if a filter is malformed; not found if there is no
   *     such channel, or none that this follower may read
   */
  Following follow(List<Interest> interests, Follower follower);
}
