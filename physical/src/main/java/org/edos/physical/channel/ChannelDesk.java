package org.edos.physical.channel;

import java.net.URI;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.unit.UnitId;

/**
 * A publisher's channels, as they are fed and looked after from the daemons of users who have a
 * right to. The publisher sees whose daemon calls; what it refuses is thrown as it says it. Safe
 * for use by many threads.
 */
public interface ChannelDesk {
  /**
   * Adds units to a channel.
   *
   * @param publisher the address of its daemon
   * @throws EdosException not found if there is no such channel or unit, or none that this daemon's
   *     user may see; refused if that user may not; external if the publisher is away
   */
  List<ChannelEvent> add(URI publisher, String channel, List<UnitId> units);

  /** Takes units out of a channel; fails like {@link #add}. */
  List<ChannelEvent> remove(URI publisher, String channel, List<UnitId> units);

  /** Changes a channel; fails like {@link #add}. */
  Channel change(URI publisher, String channel, ChannelChange change);

  /** Deletes a channel; fails like {@link #add}. */
  void delete(URI publisher, String channel);

  /** Reaches nobody. */
  static ChannelDesk none() {
    return new ChannelDesk() {
      @Override
      public List<ChannelEvent> add(URI publisher, String channel, List<UnitId> units) {
        throw nobody();
      }

      @Override
      public List<ChannelEvent> remove(URI publisher, String channel, List<UnitId> units) {
        throw nobody();
      }

      @Override
      public Channel change(URI publisher, String channel, ChannelChange change) {
        throw nobody();
      }

      @Override
      public void delete(URI publisher, String channel) {
        throw nobody();
      }

      private EdosException nobody() {
        return EdosException.external("this peer reaches no publisher");
      }
    };
  }
}
