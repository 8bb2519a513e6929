package org.edos.actor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelDesk;
import org.edos.physical.membership.Members;

/**
 * The channels of the publisher that this peer follows. What whoever runs this daemon wants is
 * passed on with its signature, by which the publisher knows the user.
 *
 * @param entries whom this peer asks, who may be the publisher where the members are not known
 */
record PublishersChannels(ChannelDesk desk, Members members, Supplier<List<URI>> entries)
    implements ChannelKeeping {
  @Override
  public Channel create(Caller caller, String name, String description, Rights rights) {
    throw EdosException.notFound("channels are created on the publisher; run this there");
  }

  @Override
  public Channel change(Caller caller, String name, ChannelChange change) {
    return passedOn(
        caller, Right.ADMINISTER, name, publisher -> desk.change(publisher, name, change));
  }

  @Override
  public void delete(Caller caller, String name) {
    passedOn(
        caller,
        Right.ADMINISTER,
        name,
        publisher -> {
          desk.delete(publisher, name);
          return name;
        });
  }

  @Override
  public List<ChannelEvent> add(Caller caller, String name, List<UnitId> units) {
    return passedOn(caller, Right.FEED, name, publisher -> desk.add(publisher, name, units));
  }

  @Override
  public List<ChannelEvent> remove(Caller caller, String name, List<UnitId> units) {
    return passedOn(caller, Right.FEED, name, publisher -> desk.remove(publisher, name, units));
  }

  private <T> T passedOn(Caller caller, Right right, String channel, Function<URI, T> wish) {
    if (!caller.actsForOwner(right, channel)) {
      throw EdosException.refused(
          "this daemon passes on only what whoever runs it wants; use a daemon of your own");
    }
    return wish.apply(publisher());
  }

  private URI publisher() {
    return reported()
        .or(() -> entries.get().stream().findFirst())
        .orElseThrow(() ->
            EdosException.notFound(
                "this daemon follows no publisher; start it with --entry or --join"));
  }

  private Optional<URI> reported() {
    return members.list().stream()
        .filter(Member::publisher)
        .map(Member::report)
        .flatMap(Optional::stream)
        .map(MemberReport::address)
        .findFirst();
  }
}
