package org.edos.physical.channel.grid;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.Listeners;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;

/**
 * Channels in the grid: see the package for how. Safe for use by many threads, and for several logs
 * on one grid at once; listeners are told of what is appended or replicated through this log. One
 * lock orders this log's writes and what its listeners are told. Closing the log leaves the node
 * open.
 */
public final class GridChannelLog implements ChannelLog {
  private static final int BATCH = 512;

  private final Clock clock;
  private final GridCache<String, byte[]> heads;
  private final GridCache<String, byte[]> events;
  private final Listeners listeners = new Listeners();
  private final ReentrantLock writing = new ReentrantLock();

  /** Opens the channels of a grid; creates the channel of releases when it is not there. */
  public GridChannelLog(GridNode node, Clock clock) {
    this.clock = clock;
    this.heads = node.cache("channels", Placement.EVERYWHERE);
    this.events = node.cache("channel-events", Placement.EVERYWHERE);
    putIfAbsent(new Channel(Channel.RELEASES, "Every release", clock.instant()));
  }

  @Override
  public void create(Channel channel) {
    if (!putIfAbsent(channel)) {
      throw EdosException.usage(
          "there is a channel named '" + channel.name() + "' already; choose another name");
    }
  }

  private boolean putIfAbsent(Channel channel) {
    return heads.putIfAbsent(
        channel.name(), Head.fresh(channel, UUID.randomUUID().toString()).encode());
  }

  @Override
  public boolean delete(String channel) {
    if (channel.equals(Channel.RELEASES)) {
      throw EdosException.usage("the channel '" + channel + "' always exists; delete another");
    }
    writing.lock();
    try {
      Optional<Head> head = find(channel);
      if (head.isEmpty() || !heads.remove(channel)) {
        return false;
      }
      long last = newest(head.get());
      for (long id = Math.max(1, head.get().first()); id <= last; id += BATCH) {
        events.removeAll(keys(head.get(), id, Math.min(last, id + BATCH - 1)));
      }
      return true;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public ChannelEvent append(
      String channel, ChannelEvent.Kind kind, String subject, Map<String, String> details) {
    writing.lock();
    try {
      Head head = head(channel);
      for (long id = head.last() + 1; ; id++) {
        ChannelEvent event = new ChannelEvent(channel, id, clock.instant(), kind, subject, details);
        if (events.putIfAbsent(head.key(id), EventCodec.encode(event))) {
          advance(head, Math.max(1, head.first()), event);
          return event;
        }
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean replicate(ChannelEvent event) {
    writing.lock();
    try {
      if (find(event.channel()).isEmpty()) {
        putIfAbsent(new Channel(event.channel(), "", event.time()));
      }
      Head head = head(event.channel());
      if (event.id() <= newest(head)) {
        return false;
      }
      events.put(head.key(event.id()), EventCodec.encode(event));
      advance(head, head.first() == 0 ? event.id() : head.first(), event);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void advance(Head head, long first, ChannelEvent event) {
    if (!heads.invoke(event.channel(), new Advance(), head.generation(), first, event.id())) {
      events.remove(head.key(event.id()));
      throw missing(event.channel());
    }
    listeners.tell(event);
  }

  @Override
  public List<Channel> channels() {
    List<Channel> all = new ArrayList<>();
    heads.getAll(heads.keys()).values().forEach(head -> all.add(Head.decode(head).channel()));
    all.sort(Comparator.comparing(Channel::name));
    return List.copyOf(all);
  }

  @Override
  public List<ChannelEvent> events(String channel, long after, int limit) {
    Head head = head(channel);
    long last = newest(head);
    List<ChannelEvent> found = new ArrayList<>();
    long id = Math.max(Math.max(0, after) + 1, head.first());
    while (id <= last && found.size() < limit) {
      long end = Math.min(last, id + Math.min(BATCH, limit - found.size()) - 1);
      events.getAll(keys(head, id, end)).values().stream()
          .map(EventCodec::decode)
          .sorted(Comparator.comparingLong(ChannelEvent::id))
          .forEach(found::add);
      id = end + 1;
    }
    return List.copyOf(found);
  }

  /** The newest id: beyond the one noted where whoever appended died, or is about to note it. */
  private long newest(Head head) {
    long last = head.last();
    while (events.containsKey(head.key(last + 1))) {
      last++;
    }
    return last;
  }

  private static Set<String> keys(Head head, long first, long last) {
    Set<String> keys = new TreeSet<>();
    for (long id = first; id <= last; id++) {
      keys.add(head.key(id));
    }
    return keys;
  }

  private Optional<Head> find(String channel) {
    return heads.get(channel).map(Head::decode);
  }

  private Head head(String channel) {
    return find(channel).orElseThrow(() -> missing(channel));
  }

  private static EdosException missing(String channel) {
    return EdosException.notFound(
        "there is no channel '" + channel + "'; edos channel list shows those there are");
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
