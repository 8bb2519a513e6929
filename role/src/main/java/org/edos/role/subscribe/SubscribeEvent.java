package org.edos.role.subscribe;

import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Subscription;

/** What happens while subscribing. */
public sealed interface SubscribeEvent {
  /** An event matched a subscription and is in the inbox. */
  record Arrived(Subscription subscription, ChannelEvent event) implements SubscribeEvent {}

  /** The action of a subscription failed; the notification stays in the inbox. */
  record ActionFailed(Subscription subscription, ChannelEvent event, String reason)
      implements SubscribeEvent {}
}
