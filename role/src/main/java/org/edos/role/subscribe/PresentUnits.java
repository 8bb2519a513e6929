package org.edos.role.subscribe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelReader;

/** What is in a channel: what was added and neither taken out nor replaced since. */
final class PresentUnits {
  private static final int PAGE = 1000;

  private PresentUnits() {}

  /**
   * The ids of the events up to one that put there what is there still.
   *
   * @throws EdosException (external) if that event has not come to who is asked yet
   */
  static Set<Long> of(ChannelReader channels, String channel, long last) {
    Map<String, Long> present = new HashMap<>();
    long seen = 0;
    while (seen < last) {
      List<ChannelEvent> page = channels.events(channel, seen, PAGE);
      page.stream().filter(event -> event.id() <= last).forEach(event -> fold(present, event));
      if (page.isEmpty()) {
        throw EdosException.external(
            "channel %s is known up to event %d here, not %d".formatted(channel, seen, last));
      }
      seen = page.getLast().id();
    }
    return new HashSet<>(present.values());
  }

  private static void fold(Map<String, Long> present, ChannelEvent event) {
    switch (event.kind()) {
      case UNIT_ADDED, RELEASE_PUBLISHED, RELEASE_UPDATED -> {
        Optional.ofNullable(event.details().get("replaces")).ifPresent(present::remove);
        present.put(event.subject(), event.id());
      }
      case UNIT_REMOVED, RELEASE_UNPUBLISHED -> present.remove(event.subject());
      case CROWD_OPENED -> {
        // Nothing that stays.
      }
    }
  }
}
