package org.edos.app.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.peer.PeerJson;

/**
 * Hands each event of every channel to every connection that follows them all: written once, and
 * put into the bounded queue of a connection that does not take it at once. A connection that falls
 * behind is ended, and resumes when it comes back. The hub knows the newest id of each channel;
 * together they are the position that a connection resumes from. Safe for use by many threads.
 */
final class EventHub implements AutoCloseable {
  private static final int PAGE = 1000;

  private final Peer peer;
  private final Map<String, Long> newest = new LinkedHashMap<>();
  private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();
  private final List<Runnable> unlisten = new ArrayList<>();
  private boolean loaded;

  EventHub(Peer peer) {
    this.peer = peer;
    unlisten.add(peer.channels().listen(this::channelEvent));
    unlisten.add(peer.events().listen(this::peerEvent));
  }

  private void channelEvent(ChannelEvent event) {
    synchronized (newest) {
      if (event.id() <= newest.getOrDefault(event.channel(), 0L)) {
        return;
      }
      newest.put(event.channel(), event.id());
      ByteBuffer frame =
          ByteBuffer.wrap(frame(event, EventPositions.write(newest, event.channel())));
      feeds.forEach(feed -> feed.offer(frame));
    }
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

  /** Adds a connection; gives the position from which on it gets every event. */
  Map<String, Long> open(EventFeed feed) {
    load();
    synchronized (newest) {
      feeds.add(feed);
      return new LinkedHashMap<>(newest);
    }
  }

  void close(EventFeed feed) {
    feeds.remove(feed);
  }

  /** Learns where the channels stand, once; outside the lock, since a client asks its mirror. */
  private void load() {
    synchronized (newest) {
      if (loaded) {
        return;
      }
    }
    Map<String, Long> found = new LinkedHashMap<>();
    Collection<Channel> channels = peer.channels().list(Caller.ANYBODY);
    channels.forEach(channel -> found.put(channel.name(), newestOf(channel.name())));
    synchronized (newest) {
      found.forEach((channel, id) -> newest.merge(channel, id, Math::max));
      loaded = true;
    }
  }

  private long newestOf(String channel) {
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = peer.channels().events(Caller.ANYBODY, channel, seen, PAGE);
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
