package org.edos.physical.channel;

import java.util.List;
import java.util.function.Consumer;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;

/** What a subscriber sees of channels. Safe for use by many threads. */
public interface ChannelReader {
  /** Every channel, by name. */
  List<Channel> channels();

  /**
   * Events that came after an id, oldest first.
   *
   * @param after an id of this channel, or 0 for all
   * @param limit most events to give
   * @throws org.edos.core.EdosException (not found) if there is no such channel
   */
  List<ChannelEvent> events(String channel, long after, int limit);

  /**
   * Tells a listener of each event as it comes, on a thread of the channel's; the listener must not
   * block for long. An event may be told twice or, after a broken connection, late: the listener
   * reads {@link #events} from the last id it has seen when ids show a gap.
   *
   * @return closes the subscription
   */
  Registration listen(Consumer<ChannelEvent> listener);

  /** Ends a subscription. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
