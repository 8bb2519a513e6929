package org.edos.physical.channel.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;

/**
 * The channels of a mirror or a publisher. One connection carries the events of all of them to all
 * listeners, on the thread {@code edos-channel-follower}; when it breaks it is made anew, with the
 * next peer where there are several, after a pause that grows, from the last event on. A peer that
 * was away when the first connection was tried has its newest events told once, so that listeners
 * look. Safe for use by many threads.
 */
public final class HttpChannels implements ChannelReader, AutoCloseable {
  /**
   * The pauses of a connection.
   *
   * @param first after the first failure; doubles with each
   * @param longest between two attempts
   * @param silence after which a connection counts as dead; the peer sends a comment every 15 s
   */
  public record Pauses(Duration first, Duration longest, Duration silence) {
    /** For peers anywhere. */
    public static final Pauses DEFAULT =
        new Pauses(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(45));
  }

  private static final long MAX_ANSWER = 64L << 20;
  private static final int PAGE = 1000;

  /** What fits into a header of any server. */
  private static final int LONGEST_ID = 6000;

  private final PeerHttp http;
  private final Entries entries;
  private final Pauses pauses;
  private final List<Consumer<ChannelEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Thread follower;
  private volatile boolean closed;
  private String lastId = "";
  private boolean failedBefore;

  /** Begins to follow one peer, at {@code http://host:port}. */
  public HttpChannels(PeerHttp http, URI entry) {
    this(http, new Entries(List.of(entry)), Pauses.DEFAULT);
  }

  /** Begins to follow whichever of these answers. */
  public HttpChannels(PeerHttp http, Entries entries, Pauses pauses) {
    this.http = http;
    this.entries = entries;
    this.pauses = pauses;
    this.follower = Thread.ofVirtual().name("edos-channel-follower").start(this::follow);
  }

  @Override
  public List<Channel> channels() {
    return list("/api/v1/channels", Channel.class);
  }

  @Override
  public List<ChannelEvent> events(String channel, long after, int limit) {
    String path =
        "/api/v1/channels/" + checked(channel) + "/events?cursor=" + after + "&limit=" + limit;
    return list(path, ChannelEvent.class);
  }

  /** Refuses what is no channel's name before it becomes part of an address. */
  private static String checked(String channel) {
    Channel.checkName(channel);
    return channel;
  }

  @Override
  public Registration listen(Consumer<ChannelEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private <T> List<T> list(String path, Class<T> type) {
    return entries.ask(entry ->
        PeerJson.readList(
            http.call(PeerRequest.get(entry.resolve(path)), MAX_ANSWER).body(), type));
  }

  private void follow() {
    Duration pause = pauses.first();
    while (!closed) {
      long connected = System.nanoTime();
      URI entry = entries.current();
      try {
        connect(entry);
      } catch (EdosException | IOException e) {
        entries.failed(entry);
        System.getLogger(HttpChannels.class.getName())
            .log(System.Logger.Level.DEBUG, "channels: {0}", e.getMessage());
      }
      failedBefore = true;
      boolean lasted = System.nanoTime() - connected > pauses.longest().toNanos();
      pause = lasted ? pauses.first() : pause;
      if (!closed) {
        sleep(pause);
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(pauses.longest()) > 0 ? pauses.longest() : twice;
    }
  }

  private void connect(URI entry) throws IOException {
    PeerRequest request =
        PeerRequest.get(entry.resolve("/api/v1/events")).with("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      request = request.with("Last-Event-ID", lastId);
    }
    try (PeerStream stream = http.open(request, pauses.silence(), 0)) {
      if (failedBefore && lastId.isEmpty()) {
        tellNewest();
      }
      new EventStream(stream.body(), lastId)
          .read((id, type, data) -> arrived(entry, id, type, data));
    }
  }

  private void arrived(URI entry, String id, String type, String data) {
    if (entries.isDisbelieved(entry) && !entries.current().equals(entry)) {
      throw EdosException.external(entry + " tells what is false; another peer is followed");
    }
    if (type.equals("channel") && !data.isEmpty()) {
      tell(PeerJson.read(data.getBytes(StandardCharsets.UTF_8), ChannelEvent.class));
    }
    if (id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 127)) {
      lastId = id;
    }
  }

  private void tell(ChannelEvent event) {
    for (Consumer<ChannelEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // One listener's failure is not the others'; a closed one may be told a last time.
        System.getLogger(HttpChannels.class.getName())
            .log(System.Logger.Level.DEBUG, "a channel's listener", e);
      }
    }
  }

  private void tellNewest() {
    for (Channel channel : channels()) {
      List<ChannelEvent> page = events(channel.name(), 0, PAGE);
      while (page.size() == PAGE) {
        List<ChannelEvent> next = events(channel.name(), page.getLast().id(), PAGE);
        if (next.isEmpty()) {
          break;
        }
        page = next;
      }
      if (!page.isEmpty()) {
        tell(page.getLast());
      }
    }
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(
          pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    follower.interrupt();
  }
}
