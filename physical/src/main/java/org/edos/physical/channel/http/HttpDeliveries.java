package org.edos.physical.channel.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.core.query.Query;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;

/**
 * Deliveries of a mirror or a publisher. One stream carries what interests all followers, on the
 * thread {@code edos-delivery-stream}. When it breaks it is made anew, with the next peer where
 * there are several, after a pause that grows; so it is, at once, when interests come or go, or a
 * follower that would not take an event is ready. Whoever is asked hears how far each interest is,
 * so that nothing is missed. Safe for use by many threads.
 */
public final class HttpDeliveries implements Deliveries, AutoCloseable {
  private static final long MAX_CHANNELS = 64L << 20;
  private static final Duration GATHERING = Duration.ofMillis(20);

  private final PeerHttp http;
  private final Entries entries;
  private final HttpChannels.Pauses pauses;
  private final Wants wants = new Wants();
  private final Thread thread;
  private volatile boolean closed;

  /** Asks nobody until somebody follows; then whichever of these answers. */
  public HttpDeliveries(PeerHttp http, Entries entries, HttpChannels.Pauses pauses) {
    this.http = http;
    this.entries = entries;
    this.pauses = pauses;
    this.thread = Thread.ofVirtual().name("edos-delivery-stream").start(this::run);
  }

  /** Begins to follow; where no peer can be asked now, a channel that is not there ends later. */
  @Override
  public Following follow(List<Interest> interests, Follower follower) {
    interests.forEach(interest -> Query.parse(interest.filter()));
    Optional<List<String>> there = channels();
    for (Interest interest : interests) {
      if (there.isPresent() && !there.get().contains(interest.channel())) {
        throw EdosException.notFound(
            "there is no channel '"
                + interest.channel()
                + "'; edos channel list shows those there are");
      }
    }
    return wants.add(interests, follower);
  }

  private Optional<List<String>> channels() {
    try {
      List<Channel> list =
          entries.ask(entry ->
              PeerJson.readList(
                  http.call(PeerRequest.get(entry.resolve("/api/v1/channels")), MAX_CHANNELS)
                      .body(),
                  Channel.class));
      return Optional.of(list.stream().map(Channel::name).toList());
    } catch (EdosException e) {
      if (Entries.isOfPeer(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void run() {
    Duration pause = pauses.first();
    try {
      while (!closed) {
        List<Interest> interests = wants.await();
        long begun = System.nanoTime();
        URI entry = entries.current();
        boolean failed = !follow(entry, interests);
        if (System.nanoTime() - begun > pauses.longest().toNanos()) {
          pause = pauses.first();
        }
        if (failed) {
          entries.failed(entry);
          Thread.sleep(pause.plus(jitter(pause)));
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(pauses.longest()) > 0 ? pauses.longest() : twice;
        } else {
          Thread.sleep(GATHERING);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static Duration jitter(Duration pause) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1));
  }

  /** Follows until the stream ends; says whether it was ended from here. */
  private boolean follow(URI entry, List<Interest> interests) {
    PeerRequest request =
        PeerRequest.postJson(entry.resolve("/api/v1/events"), Map.of("interests", interests))
            .with("Accept", "text/event-stream");
    try (PeerStream stream = http.open(request, pauses.silence(), 0)) {
      if (wants.streamsBy(stream)) {
        entries.answered(entry);
        new EventStream(stream.body(), "").read((id, type, data) -> arrived(entry, type, data));
      }
    } catch (IOException | EdosException e) {
      if (e instanceof EdosException refusal && isRefusal(refusal)) {
        String reason = String.valueOf(e.getMessage());
        interests.forEach(interest -> wants.ended(new Ended(interest.id(), reason)));
      }
      System.getLogger(HttpDeliveries.class.getName())
          .log(System.Logger.Level.DEBUG, "deliveries: {0}", e.getMessage());
    }
    return wants.ofOldStream();
  }

  /** Whether this peer has none of the channels for us; that it knows no such call is no answer. */
  private static boolean isRefusal(EdosException e) {
    return e.category() == EdosException.Category.NOT_FOUND
        && String.valueOf(e.getMessage()).contains("channel");
  }

  /** An event, and the interests that it matches. */
  record Told(List<String> interests, ChannelEvent event) {}

  /** How far interests were told. */
  record Reached(String channel, long id, List<String> interests) {}

  /** An interest that this peer does not serve, or no longer. */
  record Ended(String interest, String reason) {}

  private void arrived(URI entry, String type, String data) {
    if (entries.isDisbelieved(entry) && !entries.current().equals(entry)) {
      throw EdosException.external(entry + " tells what is false; another peer is asked");
    }
    byte[] json = data.getBytes(StandardCharsets.UTF_8);
    switch (type) {
      case "told" -> wants.told(PeerJson.read(json, Told.class));
      case "reached" -> wants.reached(PeerJson.read(json, Reached.class));
      case "ended" -> wants.ended(PeerJson.read(json, Ended.class));
      default -> {
        // The beginning, and kinds of the future.
      }
    }
  }

  /** Tells nobody any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    wants.close();
  }
}
