package org.edos.role.subscribe;

import java.util.List;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelReader;

/**
 * Finds a channel's newest event by halving, since its log is read from an id on and may be long.
 */
final class Newest {
  private Newest() {}

  /** The id of a channel's newest event; 0 if there is none. */
  static long of(ChannelReader channels, String channel) {
    long known = next(channels, channel, 0);
    long step = 1;
    long none = Long.MAX_VALUE;
    while (none == Long.MAX_VALUE && known > 0) {
      long found = next(channels, channel, known + step);
      none = found == 0 ? known + step : none;
      known = Math.max(known, found);
      step *= 2;
    }
    while (known > 0 && known < none) {
      long middle = known + (none - known) / 2;
      long found = next(channels, channel, middle);
      none = found == 0 ? middle : none;
      known = Math.max(known, found);
    }
    return known;
  }

  /** The id of the first event after one; 0 if there is none. */
  private static long next(ChannelReader channels, String channel, long after) {
    List<ChannelEvent> one = channels.events(channel, after, 1);
    return one.isEmpty() ? 0 : one.getFirst().id();
  }
}
