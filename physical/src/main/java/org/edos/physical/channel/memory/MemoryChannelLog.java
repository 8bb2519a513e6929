package org.edos.physical.channel.memory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.Listeners;

/**
 * Channels that live as long as this object. Safe for use by many threads: its monitor guards all
 * it holds.
 */
public final class MemoryChannelLog implements ChannelLog {
  private record Feed(Channel channel, TreeMap<Long, ChannelEvent> events) {
    long newest() {
      return events.isEmpty() ? 0 : events.lastKey();
    }
  }

  private final Clock clock;
  private final Listeners listeners = new Listeners();
  private final Map<String, Feed> feeds = new HashMap<>();

  /** A log with the channel of releases. */
  public MemoryChannelLog(Clock clock) {
    this.clock = clock;
    create(new Channel(Channel.RELEASES, "Every release", clock.instant()));
  }

  @Override
  public synchronized void create(Channel channel) {
    if (feeds.putIfAbsent(channel.name(), new Feed(channel, new TreeMap<>())) != null) {
      throw EdosException.usage(
          "there is a channel named '" + channel.name() + "' already; choose another name");
    }
  }

  @Override
  public synchronized void change(Channel channel) {
    feeds.put(channel.name(), new Feed(channel, feed(channel.name()).events));
  }

  @Override
  public synchronized boolean delete(String channel) {
    if (channel.equals(Channel.RELEASES)) {
      throw EdosException.usage("the channel '" + channel + "' always exists; delete another");
    }
    return feeds.remove(channel) != null;
  }

  @Override
  public synchronized List<ChannelEvent> append(String channel, List<Draft> drafts) {
    Feed feed = feed(channel);
    List<ChannelEvent> events = new ArrayList<>();
    for (Draft draft : drafts) {
      ChannelEvent event = draft.event(channel, feed.newest() + 1, clock.instant());
      keep(feed, event);
      events.add(event);
    }
    return List.copyOf(events);
  }

  @Override
  public synchronized boolean replicate(ChannelEvent event) {
    Feed feed =
        feeds.computeIfAbsent(
            event.channel(),
            name -> new Feed(new Channel(name, "", event.time()), new TreeMap<>()));
    if (event.id() <= feed.newest()) {
      return false;
    }
    keep(feed, event);
    return true;
  }

  private void keep(Feed feed, ChannelEvent event) {
    feed.events.put(event.id(), event);
    listeners.tell(event);
  }

  @Override
  public synchronized List<Channel> channels() {
    return feeds.values().stream()
        .map(Feed::channel)
        .sorted(Comparator.comparing(Channel::name))
        .toList();
  }

  @Override
  public synchronized List<ChannelEvent> events(String channel, long after, int limit) {
    return feed(channel).events.tailMap(after, false).values().stream()
        .limit(Math.max(0, limit))
        .toList();
  }

  private Feed feed(String channel) {
    Feed feed = feeds.get(channel);
    if (feed == null) {
      throw EdosException.notFound(
          "there is no channel '" + channel + "'; edos channel list shows those there are");
    }
    return feed;
  }

  @Override
  public Registration listen(Consumer<ChannelEvent> listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    listeners.close();
  }
}
