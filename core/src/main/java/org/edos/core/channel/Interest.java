package org.edos.core.channel;

import org.edos.core.EdosException;

/**
 * What a follower wants to be told of a channel.
 *
 * @param id given by the follower, for whom alone it has a meaning; at most 64 characters
 * @param channel the channel's name
 * @param filter a query in the simple language; empty for every event
 * @param after the newest event that needs not be told: an id of the channel, 0 for none
 */
public record Interest(String id, String channel, String filter, long after) {
  /** Refuses malformed values, but not yet malformed filters. */
  public Interest {
    if (id.isEmpty() || id.length() > 64 || after < 0) {
      throw EdosException.usage(
          "an interest has an id of 1 to 64 characters, and its position is not negative");
    }
    Channel.checkName(channel);
  }

  /** The same from another position on. */
  public Interest from(long position) {
    return new Interest(id, channel, filter, position);
  }
}
