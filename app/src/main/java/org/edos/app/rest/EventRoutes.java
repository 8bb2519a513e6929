package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.ChannelEvent;

/** Events as they happen: server-sent events, one connection for all channels. */
final class EventRoutes implements Routes {
  private static final int MOST_CONNECTIONS = 20_000;
  private static final int HEARTBEAT_SECONDS = 15;
  private static final int PAGE = 500;
  private static final byte[] HEARTBEAT = {':', '\n', '\n'};

  private final Peer peer;
  private final EventHub hub;

  EventRoutes(Peer peer) {
    this.peer = peer;
    this.hub = new EventHub(peer);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/events",
                "Channels' events as they happen, and this peer's with peer=true; resumes after"
                    + " Last-Event-ID",
                "text/event-stream: event: channel with a ChannelEvent, event: peer with a"
                    + " PeerEvent",
                this::events)
            .asking("peer"));
  }

  /** How many connections listen. */
  int connections() {
    return hub.size();
  }

  private void events(Context ctx) throws IOException, InterruptedException {
    ctx.contentType("text/event-stream; charset=utf-8");
    ctx.header("Cache-Control", "no-store");
    if (ctx.req().getMethod().equals("HEAD")) {
      return;
    }
    if (hub.size() >= MOST_CONNECTIONS) {
      throw EdosException.exhausted("too many listen here already; ask another mirror");
    }
    EventFeed feed = new EventFeed("true".equals(ctx.queryParam("peer")));
    try {
      Map<String, Long> start = hub.open(feed);
      OutputStream out = ctx.res().getOutputStream();
      String last = ctx.header("Last-Event-ID");
      if (last != null && !last.isEmpty()) {
        resume(out, EventPositions.read(last), start);
      }
      out.write(
          ("retry: 1000\nid: " + EventPositions.write(start, "") + "\n\n")
              .getBytes(StandardCharsets.UTF_8));
      ctx.res().flushBuffer();
      while (!feed.isEnded()) {
        out.write(feed.next(HEARTBEAT_SECONDS).orElse(HEARTBEAT));
        for (Optional<byte[]> more = feed.nextNow(); more.isPresent(); more = feed.nextNow()) {
          out.write(more.get());
        }
        ctx.res().flushBuffer();
      }
    } finally {
      hub.close(feed);
    }
  }

  /**
   * Sends what came between the caller's positions and those from which on the feed has everything.
   */
  private void resume(OutputStream out, Map<String, Long> known, Map<String, Long> start)
      throws IOException {
    boolean whole = known.size() < EventPositions.MOST;
    Map<String, Long> positions = new LinkedHashMap<>(known);
    for (Map.Entry<String, Long> channel : start.entrySet()) {
      // A channel that the caller has not heard of is new, unless its positions were cut off.
      long seen = known.getOrDefault(channel.getKey(), whole ? 0L : channel.getValue());
      while (seen < channel.getValue()) {
        List<ChannelEvent> page =
            peer.channels().events(Caller.ANYBODY, channel.getKey(), seen, PAGE);
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

  @Override
  public void close() {
    hub.close();
  }
}
