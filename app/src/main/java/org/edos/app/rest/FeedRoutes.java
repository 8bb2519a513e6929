package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.actor.Peer;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.unit.Sha256;

/** Channels for feed readers. */
final class FeedRoutes implements Routes {
  private static final int NEWEST = 100;
  private static final int PAGE = 1_000;
  private static final int MOST_CHANNELS = 10_000;

  private final Peer peer;
  private final CallProofs proofs;
  private final Map<String, Newest> newest = new ConcurrentHashMap<>();

  FeedRoutes(Peer peer, CallProofs proofs) {
    this.peer = peer;
    this.proofs = proofs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/channels/{name}/feed.atom",
                "A channel's newest events for feed readers",
                new Body.Raw("application/atom+xml", true, "an Atom feed"),
                this::feed)
            .by(Access.ANYBODY));
  }

  private void feed(Context ctx) throws IOException {
    Caller caller = proofs.of(ctx);
    Channel channel = peer.channels().find(caller, ctx.pathParam("name"));
    List<ChannelEvent> events = newest(caller, channel);
    byte[] feed = AtomFeed.of(channel, events);
    FileAnswer.send(
        ctx,
        new Representation(
            Sha256.of(feed),
            feed.length,
            Optional.of(AtomFeed.updated(channel, events)),
            "application/atom+xml; charset=utf-8",
            caller.equals(Caller.ANYBODY) ? "no-cache" : "private, no-cache",
            offset -> new ByteArrayInputStream(feed, (int) offset, feed.length - (int) offset)));
  }

  private List<ChannelEvent> newest(Caller caller, Channel channel) {
    if (newest.size() >= MOST_CHANNELS) {
      newest.clear();
    }
    return newest
        .compute(
            channel.name(),
            (name, known) ->
                known != null && known.created.equals(channel.created())
                    ? known
                    : new Newest(channel.created()))
        .read(caller, channel.name());
  }

  /** The newest events of a channel as far as it was read; one caller reads on for all. */
  private final class Newest {
    private final Instant created;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ChannelEvent> newestFirst = new ArrayDeque<>();

    Newest(Instant created) {
      this.created = created;
    }

    List<ChannelEvent> read(Caller caller, String channel) {
      lock.lock();
      try {
        List<ChannelEvent> page;
        do {
          long seen = newestFirst.isEmpty() ? 0 : newestFirst.getFirst().id();
          page = peer.channels().events(caller, channel, seen, PAGE);
          page.forEach(newestFirst::addFirst);
          while (newestFirst.size() > NEWEST) {
            newestFirst.removeLast();
          }
        } while (page.size() == PAGE);
        return new ArrayList<>(newestFirst);
      } finally {
        lock.unlock();
      }
    }
  }
}
