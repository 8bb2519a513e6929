package org.edos.physical.channel;

import java.util.Optional;
import org.edos.core.channel.ChannelEvent;

/**
 * How far a subscription has come in its channel.
 *
 * @param subscription its id
 * @param channel its channel's name
 * @param reached every event up to this id has been handled
 * @param matched the event of that id, if it is to arrive
 */
public record Progress(
    String subscription, String channel, long reached, Optional<ChannelEvent> matched) {
  /** An event is to arrive, and those before it have been handled. */
  public static Progress matched(String subscription, ChannelEvent event) {
    return new Progress(subscription, event.channel(), event.id(), Optional.of(event));
  }

  /** Every event up to an id has been handled. */
  public static Progress reached(String subscription, String channel, long id) {
    return new Progress(subscription, channel, id, Optional.empty());
  }
}
