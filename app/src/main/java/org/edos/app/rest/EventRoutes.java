package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Interest;
import org.edos.physical.peer.PeerJson;

/** Events as they happen: server-sent events, one connection for all channels. */
final class EventRoutes implements Routes {
  private static final int MOST_INTERESTS = 1000;
  private static final int MOST_INTERESTS_IN_ALL = 400_000;
  private static final int MOST_BYTES = 2 << 20;
  private static final int PAGE = 500;
  private static final Parameter.Flag PEER =
      Parameter.flag("peer", "whether to tell this peer's own events, too");

  private final Peer peer;
  private final CallProofs proofs;
  private final EventHub hub;
  private final EventFrames frames = new EventFrames();
  private final EventConnections connections = new EventConnections();
  private final AtomicInteger interestsNow = new AtomicInteger();

  EventRoutes(Peer peer, CallProofs proofs) {
    this.peer = peer;
    this.proofs = proofs;
    this.hub = new EventHub(peer);
  }

  private record InterestsRequest(List<Interest> interests) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/events",
                "Events of the channels that the caller may read as they happen, and this peer's"
                    + " with peer=true; resumes after Last-Event-ID",
                new Body.Events(
                    Map.of("channel", ChannelEvent.class, "peer", PeerEvent.class), "events"),
                this::events)
            .asking(PEER),
        Route.post(
                "/api/v1/events",
                "The events that interest the caller, of any channels, from its positions on and"
                    + " then as they happen",
                Body.json(InterestsRequest.class),
                new Body.Events(
                    Map.of(
                        "told", EventFrames.Told.class,
                        "reached", EventFrames.Reached.class,
                        "ended", EventFrames.Ended.class),
                    "events"),
                this::interests)
            .by(Access.ANYBODY));
  }

  /** How many connections listen. */
  int connections() {
    return connections.size();
  }

  private void events(Context ctx) throws IOException {
    if (ctx.req().getMethod().equals("HEAD")) {
      EventConnections.begin(ctx);
      return;
    }
    connections.check();
    Caller caller = proofs.of(ctx);
    EventFeed feed = new EventFeed(hub, () -> proofs.byNow(caller), PEER.of(ctx));
    boolean taken = false;
    try {
      Optional<Map<String, Long>> start = hub.open(feed);
      feed.on(connections.take(ctx, feed));
      OutputStream out = ctx.res().getOutputStream();
      String last = ctx.header("Last-Event-ID");
      if (start.isPresent() && last != null && !last.isEmpty()) {
        resume(caller, out, EventPositions.read(last), start.get());
      }
      String position = start.map(at -> "id: " + EventPositions.write(at, "") + "\n").orElse("");
      out.write(("retry: 1000\n" + position + "\n").getBytes(StandardCharsets.UTF_8));
      ctx.res().flushBuffer();
      taken = true;
    } finally {
      if (!taken) {
        feed.end();
        hub.close(feed);
      }
    }
  }

  /**
   * Sends what came between the caller's positions and those from which on the feed has everything.
   */
  private void resume(
      Caller caller, OutputStream out, Map<String, Long> known, Map<String, Long> start)
      throws IOException {
    boolean whole = known.size() < EventPositions.MOST;
    Map<String, Long> positions = new LinkedHashMap<>(known);
    for (Map.Entry<String, Long> channel : start.entrySet()) {
      // A channel that the caller has not heard of is new, unless its positions were cut off.
      long seen = known.getOrDefault(channel.getKey(), whole ? 0L : channel.getValue());
      while (seen < channel.getValue()) {
        List<ChannelEvent> page = events(caller, channel.getKey(), seen);
        if (page.isEmpty()) {
          break;
        }
        for (ChannelEvent event : page) {
          positions.put(event.channel(), event.id());
          out.write(EventHub.frame(event, EventPositions.write(positions, event.channel())));
        }
        seen = page.getLast().id();
      }
    }
  }

  /** None of a channel that is gone, or closed, by now. */
  private List<ChannelEvent> events(Caller caller, String channel, long after) {
    try {
      return peer.channels().events(caller, channel, after, PAGE);
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** Interests in what the caller may not read, or is not there, come to their end at once. */
  private void interests(Context ctx) throws IOException {
    connections.check();
    byte[] body = Json.body(ctx, MOST_BYTES);
    Caller caller = proofs.of(ctx, body);
    Set<String> readable =
        peer.channels().list(caller).stream().map(Channel::name).collect(Collectors.toSet());
    List<Interest> followed = new ArrayList<>();
    Map<String, String> unreadable = new HashMap<>();
    for (Interest interest :
        checked(PeerJson.readRequest(body, InterestsRequest.class).interests())) {
      if (readable.contains(interest.channel())) {
        followed.add(interest);
      } else {
        unreadable.put(interest.id(), "there is no channel '" + interest.channel() + "'");
      }
    }
    if (followed.isEmpty()) {
      throw EdosException.notFound(unreadable.values().iterator().next());
    }
    InterestStream stream =
        new InterestStream(frames, unreadable, () -> interestsNow.addAndGet(-followed.size()));
    boolean taken = false;
    try {
      if (interestsNow.addAndGet(followed.size()) > MOST_INTERESTS_IN_ALL) {
        throw EdosException.exhausted("too many interests here already; ask another mirror");
      }
      stream.following(peer.channels().follow(() -> proofs.byNow(caller), followed, stream));
      stream.on(connections.take(ctx, stream));
      taken = true;
    } finally {
      if (!taken) {
        stream.closed();
      }
    }
  }

  private static List<Interest> checked(List<Interest> interests) {
    if (interests.isEmpty() || interests.size() > MOST_INTERESTS) {
      throw EdosException.usage("name from 1 to " + MOST_INTERESTS + " interests");
    }
    if (interests.stream().map(Interest::id).distinct().count() < interests.size()) {
      throw EdosException.usage("interests have different ids");
    }
    return interests;
  }

  @Override
  public void close() {
    hub.close();
    connections.close();
  }
}
