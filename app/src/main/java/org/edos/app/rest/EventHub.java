package org.edos.app.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.peer.PeerJson;

/**
 * Hands each event of every channel to every connection that follows all that its caller may read:
 * written once for all who see the same, and put into the bounded queue of a connection that does
 * not take it at once. A connection that falls behind is ended, and resumes when it comes back. The
 * hub knows the newest id of each channel; together they are the position that a connection resumes
 * from. Safe for use by many threads.
 */
final class EventHub implements AutoCloseable {
  private static final int PAGE = 1000;

  private final Peer peer;
  private final ReadableChannels readable;
  private final Map<String, Long> newest = new LinkedHashMap<>();
  private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();

  /** Those that were opened while nobody told of the channels. */
  private final Set<EventFeed> partial = ConcurrentHashMap.newKeySet();

  private final List<Runnable> unlisten = new ArrayList<>();
  private boolean loaded;

  EventHub(Peer peer) {
    this.peer = peer;
    this.readable = new ReadableChannels(peer.channels());
    unlisten.add(peer.channels().listen(this::channelEvent));
    unlisten.add(peer.events().listen(this::peerEvent));
  }

  private void channelEvent(ChannelEvent event) {
    partial.forEach(EventFeed::end);
    readable.look(event.channel());
    synchronized (newest) {
      long before = newest.getOrDefault(event.channel(), 0L);
      if (event.id() <= before) {
        return;
      }
      newest.put(event.channel(), event.id());
      if (event.id() > before + 1) {
        // Too many came at once to be told each: who comes back is sent them from the log.
        feeds.forEach(EventFeed::end);
        return;
      }
      Map<Caller, ByteBuffer> frames = new HashMap<>();
      for (EventFeed feed : feeds) {
        Caller caller = feed.caller();
        if (readable.by(caller, event.channel())) {
          feed.offer(frames.computeIfAbsent(caller, one -> frame(event, one)));
        }
      }
    }
  }

  private ByteBuffer frame(ChannelEvent event, Caller caller) {
    return ByteBuffer.wrap(frame(event, EventPositions.write(seenBy(caller), event.channel())));
  }

  /** Where the channels stand that a caller may read; called with the lock. */
  private Map<String, Long> seenBy(Caller caller) {
    Map<String, Long> seen = new LinkedHashMap<>(newest);
    seen.keySet().removeIf(channel -> !readable.by(caller, channel));
    return seen;
  }

  private void peerEvent(PeerEvent event) {
    List<EventFeed> asking = feeds.stream().filter(EventFeed::wantsPeerEvents).toList();
    if (!asking.isEmpty()) {
      ByteBuffer frame =
          StandardCharsets.UTF_8.encode("event: peer\ndata: " + json(event) + "\n\n");
      asking.forEach(feed -> feed.offerIfRoom(frame));
    }
  }

  /** A channel's event as it is sent. */
  static byte[] frame(ChannelEvent event, String position) {
    return ("id: " + position + "\nevent: channel\ndata: " + json(event) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    return new String(PeerJson.write(value), StandardCharsets.UTF_8);
  }

  /**
   * Adds a connection; gives the position from which on it gets every event. Empty where those who
   * know the channels are away and the connection is for the peer's own events too: it gets these,
   * and is ended when a channel is heard of, so that it resumes from where it was.
   */
  Optional<Map<String, Long>> open(EventFeed feed) {
    Set<String> there;
    try {
      load();
      there = readable.look();
    } catch (EdosException e) {
      if (!feed.wantsPeerEvents() || e.category() != EdosException.Category.EXTERNAL) {
        throw e;
      }
      partial.add(feed);
      feeds.add(feed);
      return Optional.empty();
    }
    synchronized (newest) {
      newest.keySet().retainAll(there);
      feeds.add(feed);
      return Optional.of(seenBy(feed.caller()));
    }
  }

  void close(EventFeed feed) {
    feeds.remove(feed);
    partial.remove(feed);
  }

  /** Learns where the channels stand, once; outside the lock, since a client asks its mirror. */
  private void load() {
    synchronized (newest) {
      if (loaded) {
        return;
      }
    }
    Map<String, Long> found = new LinkedHashMap<>();
    readable.look().forEach(channel -> found.put(channel, newestOf(channel)));
    synchronized (newest) {
      found.forEach((channel, id) -> newest.merge(channel, id, Math::max));
      loaded = true;
    }
  }

  private long newestOf(String channel) {
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = peer.channels().events(Caller.OWNER, channel, seen, PAGE);
      if (page.isEmpty()) {
        return seen;
      }
      seen = page.getLast().id();
    }
  }

  @Override
  public void close() {
    unlisten.forEach(Runnable::run);
    feeds.forEach(EventFeed::end);
  }
}
