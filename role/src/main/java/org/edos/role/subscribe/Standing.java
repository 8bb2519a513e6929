package org.edos.role.subscribe;

import org.edos.core.channel.Interest;
import org.edos.core.query.Query;

/**
 * One interest of a follower, and how far it was told. Owned by the delivering thread, and lent to
 * whoever catches up.
 */
final class Standing {
  final String id;
  final FollowedChannel channel;
  final Query filter;
  final Told told;
  long position;
  int place;
  boolean over;

  Standing(Interest interest, FollowedChannel channel, Query filter, Told told) {
    this.id = interest.id();
    this.channel = channel;
    this.filter = filter;
    this.told = told;
    this.position = interest.after();
  }

  boolean wantsEverything() {
    return filter instanceof Query.All;
  }

  /** Whether an event is to be told that has not been. */
  boolean wants(Described event) {
    return !over
        && position < event.event().id()
        && (wantsEverything() || event.fields().filter(filter::matches).isPresent());
  }
}
