package org.edos.role.subscribe;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.Progress;

/** Has events arrive in an inbox. */
final class Arrivals {
  private final Inbox inbox;
  private final Clock clock;
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private long newest;

  Arrivals(Inbox inbox, Clock clock) {
    this.inbox = inbox;
    this.clock = clock;
  }

  /** One after the other in this channel, to which the inbox is subscribed. */
  void arrive(String channel, String... subjects) {
    Subscription subscription =
        subscriptions.computeIfAbsent(
            channel,
            name ->
                inbox.subscribe(
                    new Subscription.Terms(name, Subscription.Action.NOTIFY), 0, clock.instant()));
    for (String subject : subjects) {
      ChannelEvent event =
          new ChannelEvent(
              channel, ++newest, clock.instant(), ChannelEvent.Kind.UNIT_ADDED, subject, Map.of());
      inbox.handled(List.of(Progress.matched(subscription.id(), event)), clock.instant());
    }
  }
}
