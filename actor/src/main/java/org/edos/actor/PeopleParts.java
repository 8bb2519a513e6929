package org.edos.actor;

import org.edos.physical.channel.ChannelDesk;
import org.edos.physical.people.Users;

/**
 * Whom a machine knows, and by whom it is known.
 *
 * @param users that the network knows; nobody outside of it
 * @param desk of the publisher's channels, where this machine's user is known by its key
 */
public record PeopleParts(Users users, ChannelDesk desk) {
  /** Knows nobody. */
  public static final PeopleParts NONE = new PeopleParts(Users.none(), ChannelDesk.none());
}
