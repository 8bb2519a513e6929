package org.edos.role.subscribe;

import org.edos.core.channel.ChannelFreshness;

/** What is noticed of how new channels are. */
public sealed interface FreshnessEvent {
  /** The channel that it concerns. */
  String channel();

  /**
   * Something is wrong; told once until it is right again.
   *
   * @param from who gave it
   */
  record Noticed(String channel, String from, ChannelFreshness.State state, String detail)
      implements FreshnessEvent {}

  /** What was wrong is right again. */
  record Recovered(String channel) implements FreshnessEvent {}
}
