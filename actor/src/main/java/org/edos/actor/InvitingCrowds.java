package org.edos.actor;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.network.Member;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.Pushed;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.role.publish.FlashCrowds;
import org.edos.role.publish.Pushing;

/** A publisher's flash crowds that chosen peers are asked to join. Safe for use by many threads. */
final class InvitingCrowds {
  private final FlashCrowds crowds;
  private final Pushing pushing;
  private final ChannelLog channels;
  private final Supplier<List<Member>> members;
  private final PeerEvents events;

  InvitingCrowds(
      FlashCrowds crowds,
      Pushing pushing,
      ChannelLog channels,
      Supplier<List<Member>> members,
      PeerEvents events) {
    this.crowds = crowds;
    this.pushing = pushing;
    this.channels = channels;
    this.members = members;
    this.events = events;
  }

  /** See {@link Publisher#openCrowd(ReleaseId, Optional, Optional, List)}. */
  CrowdStatus open(
      ReleaseId release, Optional<Duration> window, Optional<String> strategy, List<String> feed) {
    List<URI> feeders = Feeders.addresses(feed, feed.isEmpty() ? List.of() : members.get());
    URI address = crowds.open(release, window, strategy);
    if (!feeders.isEmpty()) {
      Pushed pushed = told(pushing.offer(release, address, List.of(), feeders));
      crowds.feed(release, pushed.accepted());
    }
    channels.append(
        Channel.RELEASES,
        ChannelEvent.Kind.CROWD_OPENED,
        release.toString(),
        Map.of("crowd", address.toString()));
    return crowds.status(release);
  }

  /** See {@link Publisher#push}. */
  Pushed push(ReleaseId release, List<UnitId> units, List<String> to, Optional<Duration> window) {
    List<URI> peers = Feeders.addresses(to, members.get());
    URI address =
        crowds.desk(release).orElseGet(() -> crowds.open(release, window, Optional.empty()));
    return told(pushing.offer(release, address, units, peers));
  }

  private Pushed told(Pushed pushed) {
    for (Pushed.Answer answer : pushed.answers()) {
      boolean accepted = answer.peer().isPresent();
      events.tell(
          accepted ? PeerEvent.Activity.FLASH_CROWD : PeerEvent.Activity.PROBLEM,
          pushed.release().toString(),
          accepted
              ? answer.address() + " accepts the offer"
              : "%s does not accept the offer: %s".formatted(answer.address(), answer.problem()),
          0,
          0);
    }
    return pushed;
  }
}
