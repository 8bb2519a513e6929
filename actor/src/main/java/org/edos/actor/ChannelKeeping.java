package org.edos.actor;

import java.util.List;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;

/**
 * What is done to channels, each by those who have the right to: at a publisher right here,
 * elsewhere by passing on what whoever runs this daemon wants. Fails as {@link
 * org.edos.role.publish.Feeding} says. Safe for use by many threads.
 */
public interface ChannelKeeping {
  /** Creates a channel. */
  Channel create(Caller caller, String name, String description, Rights rights);

  /** Changes a channel's description and rights. */
  Channel change(Caller caller, String name, ChannelChange change);

  /** Deletes a channel with all that it told. */
  void delete(Caller caller, String name);

  /** Tells a channel's subscribers of units. */
  List<ChannelEvent> add(Caller caller, String name, List<UnitId> units);

  /** Tells a channel's subscribers that units left it. */
  List<ChannelEvent> remove(Caller caller, String name, List<UnitId> units);
}
