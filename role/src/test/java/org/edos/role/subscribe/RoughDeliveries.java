package org.edos.role.subscribe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;

/**
 * Deliveries as bad as they may be: they go on only when stepped, stop anywhere, and after a cut go
 * on with another peer, telling anew what was told before.
 */
final class RoughDeliveries implements Deliveries {
  private final Random random;
  private final List<Stream> streams = new ArrayList<>();
  private ChannelReader source;

  RoughDeliveries(Random random, ChannelReader source) {
    this.random = random;
    this.source = source;
  }

  /** A filter is a part of the subject, after {@code name:}. */
  static boolean matches(String filter, ChannelEvent event) {
    return event.subject().contains(filter.replace("name:", ""));
  }

  @Override
  public Following follow(List<Interest> interests, Follower follower) {
    Stream stream = new Stream(interests, follower);
    streams.add(stream);
    return stream;
  }

  /** Tells some; says whether there was anything to tell. */
  boolean step(int most) {
    boolean told = false;
    for (Stream stream : List.copyOf(streams)) {
      for (String channel : stream.channels()) {
        told |= stream.tell(channel, most);
      }
    }
    return told;
  }

  /** Cuts every connection; they go on from a peer. */
  void cut(ChannelReader next) {
    source = next;
    streams.forEach(Stream::goBack);
  }

  private final class Stream implements Following {
    private final List<Interest> interests;
    private final Follower follower;
    private final Map<String, Long> positions = new HashMap<>();
    private boolean busy;

    Stream(List<Interest> interests, Follower follower) {
      this.interests = interests;
      this.follower = follower;
      interests.forEach(one -> positions.put(one.id(), one.after()));
    }

    List<String> channels() {
      return interests.stream().map(Interest::channel).distinct().toList();
    }

    /** Positions are known to the peer as they were when it was told last. */
    void goBack() {
      busy = false;
      for (Interest one : interests) {
        long told = positions.getOrDefault(one.id(), 0L) - one.after();
        positions.put(one.id(), one.after() + (told <= 0 ? 0 : random.nextLong(told + 1)));
      }
    }

    boolean tell(String channel, int most) {
      List<Interest> to = interests.stream().filter(one -> one.channel().equals(channel)).toList();
      long after = to.stream().mapToLong(this::position).min().orElseThrow();
      List<ChannelEvent> page = source.events(channel, after, most);
      for (ChannelEvent event : page) {
        if (busy || !tell(event, to)) {
          return true;
        }
      }
      if (!page.isEmpty() && random.nextBoolean()) {
        follower.reached(channel, page.getLast().id(), to.stream().map(Interest::id).toList());
      }
      return !page.isEmpty();
    }

    private boolean tell(ChannelEvent event, List<Interest> to) {
      List<Interest> behind = to.stream().filter(one -> position(one) < event.id()).toList();
      List<String> matched =
          behind.stream().filter(one -> matches(one.filter(), event)).map(Interest::id).toList();
      if (!matched.isEmpty() && !follower.told(event, matched)) {
        busy = true;
        return false;
      }
      behind.forEach(one -> positions.put(one.id(), event.id()));
      return true;
    }

    private long position(Interest one) {
      return positions.getOrDefault(one.id(), 0L);
    }

    @Override
    public void ready() {
      busy = false;
    }

    @Override
    public void close() {
      streams.remove(this);
    }
  }
}
