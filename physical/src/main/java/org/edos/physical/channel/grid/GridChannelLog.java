package org.edos.physical.channel.grid;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.jspecify.annotations.Nullable;

/**
 * Channels in the grid: see the package for how. Safe for use by many threads, and for several logs
 * on one grid at once; listeners are told of what is appended on any node, at once where nothing is
 * wrong, and within two seconds otherwise. One lock orders this log's writes and what its listeners
 * are told. On a mirror's node the log is only read. Closing the log leaves the node open.
 */
public final class GridChannelLog implements ChannelLog {
  private static final System.Logger LOG = System.getLogger(GridChannelLog.class.getName());
  private static final int BATCH = 512;
  private static final String TOPIC = "channels";
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final GridNode node;
  private final Clock clock;
  private final GridCache<String, byte[]> heads;
  private final GridCache<String, byte[]> events;
  private final Listeners listeners = new Listeners();
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<String, Told> told = new HashMap<>();
  private final Semaphore changed = new Semaphore(0);
  private final GridNode.Listening hints;
  private volatile boolean closed;

  /**
   * How far the listeners of a channel were told.
   *
   * @param generation of the channel that was meant
   */
  private record Told(String generation, long id) {}

  /**
   * Opens the channels of a grid; on the publisher's node it creates the channel of releases when
   * it is not there.
   */
  public GridChannelLog(GridNode node, Clock clock) {
    this.node = node;
    this.clock = clock;
    this.heads = node.cache("channels", Placement.EVERYWHERE);
    this.events = node.cache("channel-events", Placement.EVERYWHERE);
    if (node.isPublisher()) {
      putIfAbsent(new Channel(Channel.RELEASES, "Every release", clock.instant()));
    }
    heads().forEach(head -> told.put(head.channel().name(), upTo(head, newest(head))));
    this.hints = node.onChange(TOPIC, changed::release);
    Thread.ofVirtual().name("channel-follower").start(this::follow);
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
  public void change(Channel channel) {
    if (!heads.invoke(channel.name(), new Describe(), (Object) Head.encode(channel))) {
      throw missing(channel.name());
    }
    node.tell(TOPIC);
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
  public List<ChannelEvent> append(String channel, List<Draft> drafts) {
    writing.lock();
    try {
      Head head = head(channel);
      List<ChannelEvent> appended = new ArrayList<>();
      long id = head.last();
      for (Draft draft : drafts) {
        ChannelEvent event;
        do {
          id++;
          event = draft.event(channel, id, clock.instant());
        } while (!events.putIfAbsent(head.key(id), EventCodec.encode(event)));
        appended.add(event);
      }
      if (!appended.isEmpty()) {
        advance(head, Math.max(1, head.first()), appended);
      }
      return List.copyOf(appended);
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
      advance(head, head.first() == 0 ? event.id() : head.first(), List.of(event));
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void advance(Head head, long first, List<ChannelEvent> appended) {
    String channel = head.channel().name();
    long last = appended.getLast().id();
    if (!heads.invoke(channel, new Advance(), head.generation(), first, last)) {
      events.removeAll(appended.stream().map(event -> head.key(event.id())).toList());
      throw missing(channel);
    }
    node.tell(TOPIC);
    tellUpTo(head.reaching(first, last), last);
  }

  /** Tells of what other logs append. */
  private void follow() {
    while (!closed) {
      try {
        changed.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        changed.drainPermits();
        tellOfNew();
      } catch (InterruptedException e) {
        return;
      } catch (EdosException e) {
        LOG.log(System.Logger.Level.DEBUG, "channels cannot be read now; looking again", e);
      }
    }
  }

  private void tellOfNew() {
    writing.lock();
    try {
      List<Head> all = heads();
      for (Head head : all) {
        long newest = newest(head);
        if (!upTo(head, newest).equals(told.get(head.channel().name()))) {
          tellUpTo(head, newest);
        }
      }
      told.keySet().retainAll(all.stream().map(head -> head.channel().name()).toList());
    } finally {
      writing.unlock();
    }
  }

  private void tellUpTo(Head head, long newest) {
    String channel = head.channel().name();
    @Nullable Told before = told.get(channel);
    long after = before != null && before.generation().equals(head.generation()) ? before.id() : 0;
    for (ChannelEvent event : events(head, newest, after, Integer.MAX_VALUE)) {
      if (!closed) {
        listeners.tell(event);
      }
    }
    told.put(channel, upTo(head, Math.max(after, newest)));
  }

  private static Told upTo(Head head, long id) {
    return new Told(head.generation(), id);
  }

  private List<Head> heads() {
    return heads.getAll(heads.keys()).values().stream().map(Head::decode).toList();
  }

  @Override
  public List<Channel> channels() {
    return heads().stream().map(Head::channel).sorted(Comparator.comparing(Channel::name)).toList();
  }

  @Override
  public List<ChannelEvent> events(String channel, long after, int limit) {
    Head head = head(channel);
    return events(head, newest(head), after, limit);
  }

  private List<ChannelEvent> events(Head head, long last, long after, int limit) {
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
    closed = true;
    changed.release();
    hints.close();
    listeners.close();
  }
}
