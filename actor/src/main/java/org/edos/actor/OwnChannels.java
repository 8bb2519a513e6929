package org.edos.actor;

import java.util.List;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;
import org.edos.role.publish.Feeding;

/** A publisher's own channels. */
record OwnChannels(Feeding feeding) implements ChannelKeeping {
  @Override
  public Channel create(Caller caller, String name, String description, Rights rights) {
    return feeding.create(caller, name, description, rights);
  }

  @Override
  public Channel change(Caller caller, String name, ChannelChange change) {
    return feeding.change(caller, name, change);
  }

  @Override
  public void delete(Caller caller, String name) {
    feeding.delete(caller, name);
  }

  @Override
  public List<ChannelEvent> add(Caller caller, String name, List<UnitId> units) {
    return feeding.add(caller, name, units.stream().map(Feeding.Fed::of).toList());
  }

  @Override
  public List<ChannelEvent> remove(Caller caller, String name, List<UnitId> units) {
    return feeding.remove(caller, name, units);
  }
}
