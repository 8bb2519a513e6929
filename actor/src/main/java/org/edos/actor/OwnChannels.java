package org.edos.actor;

import java.util.List;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.Doer;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;
import org.edos.role.publish.Auditing;
import org.edos.role.publish.Feeding;

/**
 * A publisher's own channels; what is done to them by those who have the right to it is written
 * down. Who has not leaves no line, so that nobody else makes the log grow.
 */
record OwnChannels(Feeding feeding, Auditing auditing, String from) implements ChannelKeeping {
  @Override
  public Channel create(Caller caller, String name, String description, Rights rights) {
    Feeding.requireCreation(caller);
    return auditing.of(
        doer(caller),
        AuditAction.CHANNEL_CREATE,
        name,
        () -> feeding.create(caller, name, description, rights));
  }

  @Override
  public Channel change(Caller caller, String name, ChannelChange change) {
    feeding.require(caller, name, Right.ADMINISTER);
    return auditing.of(
        doer(caller), AuditAction.CHANNEL_CHANGE, name, () -> feeding.change(caller, name, change));
  }

  @Override
  public void delete(Caller caller, String name) {
    feeding.require(caller, name, Right.ADMINISTER);
    auditing.of(
        doer(caller),
        AuditAction.CHANNEL_DELETE,
        name,
        () -> {
          feeding.delete(caller, name);
          return name;
        });
  }

  @Override
  public List<ChannelEvent> add(Caller caller, String name, List<UnitId> units) {
    feeding.require(caller, name, Right.FEED);
    return auditing.of(
        doer(caller),
        AuditAction.CHANNEL_ADD,
        name,
        events -> feeding.add(caller, name, units.stream().map(Feeding.Fed::of).toList()),
        OwnChannels::told);
  }

  @Override
  public List<ChannelEvent> remove(Caller caller, String name, List<UnitId> units) {
    feeding.require(caller, name, Right.FEED);
    return auditing.of(
        doer(caller),
        AuditAction.CHANNEL_REMOVE,
        name,
        events -> feeding.remove(caller, name, units),
        OwnChannels::told);
  }

  private Doer doer(Caller caller) {
    return Doer.of(caller, from);
  }

  private static String told(List<ChannelEvent> events) {
    return events.size() == 1 ? events.getFirst().subject() : events.size() + " units";
  }
}
