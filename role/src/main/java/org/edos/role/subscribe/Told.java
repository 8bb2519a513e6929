package org.edos.role.subscribe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.edos.core.channel.Caller;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;

/**
 * One follower and where it stands. Owned by the delivering thread; while it catches up, its
 * interests and their positions are the worker's.
 */
final class Told implements Following {
  /** How a follower hears of events. */
  enum Stage {
    /** As they come. */
    LIVE,
    /** Not until it is ready. */
    WAITING,
    /** From the log, by a worker. */
    CATCHING_UP
  }

  final Supplier<Caller> caller;
  final Follower follower;
  final List<Standing> standings = new ArrayList<>(1);
  final Map<String, String> endings = new LinkedHashMap<>(0);
  Stage stage = Stage.WAITING;
  boolean readyMeanwhile;
  volatile boolean closed;

  /** Interests that the event in hand matches. */
  private List<Standing> matched = List.of();

  private final Delivering delivering;

  Told(Delivering delivering, Supplier<Caller> caller, Follower follower) {
    this.delivering = delivering;
    this.caller = caller;
    this.follower = follower;
  }

  /** Notes that an interest is matched; says whether it is the first. */
  boolean match(Standing standing) {
    if (matched.isEmpty()) {
      matched = List.of(standing);
      return true;
    }
    if (matched.size() == 1) {
      matched = new ArrayList<>(matched);
    }
    matched.add(standing);
    return false;
  }

  /** Tells of the event that was matched; says whether the follower took it. */
  boolean tellMatched(ChannelEvent event) {
    List<Standing> interests = matched;
    matched = List.of();
    return tell(event, interests);
  }

  /** Tells of an event; moves the positions of these interests on if the follower took it. */
  boolean tell(ChannelEvent event, List<Standing> interests) {
    if (!follower.told(event, ids(interests))) {
      return false;
    }
    interests.forEach(one -> one.position = event.id());
    return true;
  }

  static List<String> ids(List<Standing> interests) {
    return interests.size() == 1
        ? List.of(interests.getFirst().id)
        : interests.stream().map(one -> one.id).toList();
  }

  /** What interests this follower still, by channel. */
  Map<FollowedChannel, List<Standing>> byChannel() {
    Map<FollowedChannel, List<Standing>> channels = new LinkedHashMap<>();
    for (Standing standing : standings) {
      if (!standing.over) {
        channels.computeIfAbsent(standing.channel, any -> new ArrayList<>(1)).add(standing);
      }
    }
    return channels;
  }

  /** Ends an interest; the follower hears of it as soon as nobody else is telling it anything. */
  void end(Standing standing, String reason) {
    standing.over = true;
    standings.remove(standing);
    endings.put(standing.id, reason);
    if (stage != Stage.CATCHING_UP) {
      tellEndings();
    }
  }

  void tellEndings() {
    endings.forEach(follower::ended);
    endings.clear();
  }

  /** Everything up to the newest events was told: says so of channels where that is news. */
  void tellReached() {
    byChannel()
        .forEach((channel, interests) -> {
          if (position(interests) < channel.head()) {
            interests.forEach(one -> one.position = Math.max(one.position, channel.head()));
            follower.reached(channel.name(), channel.head(), ids(interests));
          }
        });
  }

  /** From where on these interests have to be told. */
  static long position(Collection<Standing> interests) {
    return interests.stream().mapToLong(one -> one.position).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public void ready() {
    delivering.ready(this);
  }

  @Override
  public void close() {
    closed = true;
    delivering.leave(this);
  }
}
