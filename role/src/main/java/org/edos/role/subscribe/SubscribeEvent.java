package org.edos.role.subscribe;

import org.edos.core.channel.Notification;

/** What happens while subscribing. */
public sealed interface SubscribeEvent {
  /** An event matched a subscription and is in the inbox. */
  record Arrived(Notification notification) implements SubscribeEvent {}

  /** The action of a subscription was given up; the notification stays in the inbox. */
  record ActionFailed(Notification notification, String reason) implements SubscribeEvent {}

  /** A channel is no longer followed: it is gone, or no longer to be read by this peer. */
  record Ended(String channel, String reason) implements SubscribeEvent {}
}
