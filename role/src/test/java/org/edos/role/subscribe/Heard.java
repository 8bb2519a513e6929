package org.edos.role.subscribe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.jspecify.annotations.Nullable;

/** A follower that remembers what it was told. Safe for use by many threads. */
final class Heard implements Follower {
  private final List<String> told = new ArrayList<>();
  private final Map<String, Long> reached = new HashMap<>();
  private final List<String> ended = new ArrayList<>();
  private @Nullable Following following;
  private boolean busy;
  private boolean refused;

  synchronized void following(Following begun) {
    following = begun;
    begun.ready();
  }

  /** While it is busy it takes nothing. */
  void busy(boolean now) {
    Following ready;
    synchronized (this) {
      busy = now;
      ready = now ? null : following;
    }
    if (ready != null) {
      ready.ready();
    }
  }

  @Override
  public synchronized boolean told(ChannelEvent event, List<String> interests) {
    refused |= busy;
    if (!busy) {
      List<String> sorted = interests.stream().sorted().toList();
      told.add(String.join("+", sorted) + " " + event.channel() + " " + event.id());
    }
    return !busy;
  }

  @Override
  public synchronized void reached(String channel, long id, List<String> interests) {
    reached.merge(channel, id, Math::max);
  }

  @Override
  public synchronized void ended(String interest, String reason) {
    ended.add(interest);
  }

  /** Each event as {@code INTERESTS CHANNEL ID}. */
  synchronized List<String> told() {
    return List.copyOf(told);
  }

  synchronized Map<String, Long> reached() {
    return Map.copyOf(reached);
  }

  synchronized List<String> ended() {
    return List.copyOf(ended);
  }

  /** Whether it has refused an event. */
  synchronized boolean refused() {
    return refused;
  }
}
