package org.edos.role.subscribe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.core.channel.Right;
import org.edos.core.metadata.Document;
import org.edos.core.query.Query;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.role.OwnerThread;

/**
 * Tells followers of a log of channels what interests them. Each event is matched once against the
 * interests of all, on the thread {@code edos-delivery}, which tells those at once who take it. A
 * follower that does not, or begins with the past, is told no more until it is ready, then what it
 * missed, from memory or from the log, and is then told at once again. Safe for use by many
 * threads.
 */
public final class Delivering implements Deliveries, AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int LOOKS_TO_REACHED = 5;

  private final ChannelReader channels;
  private final Descriptions descriptions;
  private final CatchingUp catchingUp;
  private final Set<Told> followers = new LinkedHashSet<>();
  private final Map<String, FollowedChannel> followed = new ConcurrentHashMap<>();
  private final Map<String, ChannelPump> pumps = new ConcurrentHashMap<>();
  private final ReentrantLock following = new ReentrantLock();
  private final OwnerThread owner = new OwnerThread("edos-delivery");
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ChannelReader.Registration registration;
  private int looks;

  /**
   * Tells nobody yet.
   *
   * @param documents the index's document of a unit; external where it cannot tell now
   */
  public Delivering(ChannelReader channels, Function<UnitId, Optional<Document>> documents) {
    this(channels, documents, LOOK);
  }

  /** Looks at the channels as often as this. */
  Delivering(
      ChannelReader channels, Function<UnitId, Optional<Document>> documents, Duration look) {
    this.channels = channels;
    this.descriptions = new Descriptions(documents);
    this.catchingUp = new CatchingUp(channels, descriptions);
    this.registration = channels.listen(this::arrived);
    owner.every(look, this::look);
  }

  private void arrived(ChannelEvent event) {
    ChannelPump pump = pumps.get(event.channel());
    if (pump != null) {
      pump.offer(event);
    }
  }

  /** Follows with every right. */
  @Override
  public Following follow(List<Interest> interests, Follower follower) {
    return follow(() -> Caller.OWNER, interests, follower);
  }

  /**
   * Follows what somebody may read. Where a right is taken away the interest comes to its end.
   *
   * @param caller who it is; asked again and again, and must answer at once
   * @throws EdosException as {@link Deliveries#follow} says
   */
  public Following follow(Supplier<Caller> caller, List<Interest> interests, Follower follower) {
    Map<String, Channel> there =
        channels.channels().stream().collect(Collectors.toMap(Channel::name, Function.identity()));
    Told told = new Told(this, caller, follower);
    for (Interest interest : interests) {
      Channel channel = there.get(interest.channel());
      if (channel == null || !channel.allows(caller.get(), Right.READ)) {
        throw EdosException.notFound(
            "there is no channel '"
                + interest.channel()
                + "'; edos channel list shows those there are");
      }
      Query filter = Query.parse(interest.filter());
      told.standings.add(new Standing(interest, followed(channel), filter, told));
    }
    owner.execute(() -> enter(told));
    return told;
  }

  /** How many interests in a channel are told from here at this moment, whoever has them. */
  public int interests(String channel) {
    FollowedChannel known = followed.get(channel);
    return known == null ? 0 : known.interests();
  }

  /** The channel as it is followed, from its newest event on where it was not before. */
  private FollowedChannel followed(Channel channel) {
    following.lock();
    try {
      FollowedChannel known = followed.get(channel.name());
      if (known != null && known.is(channel)) {
        return known;
      }
      if (known != null) {
        owner.execute(() -> end(known, gone(known)));
        throw EdosException.external(
            "the channel '" + channel.name() + "' was made anew; ask again in a moment");
      }
      FollowedChannel made =
          new FollowedChannel(
              channel.name(), channel.created(), Newest.of(channels, channel.name()));
      followed.put(channel.name(), made);
      ChannelPump pump =
          new ChannelPump(
              channels, made, descriptions, batch -> owner.execute(() -> dispatch(made, batch)));
      pumps.put(channel.name(), pump);
      pump.start();
      return made;
    } finally {
      following.unlock();
    }
  }

  private void enter(Told told) {
    if (told.closed) {
      return;
    }
    followers.add(told);
    for (Standing standing : List.copyOf(told.standings)) {
      try {
        begin(standing);
      } catch (EdosException e) {
        told.end(standing, String.valueOf(e.getMessage()));
      }
    }
    goOn(told);
  }

  private void begin(Standing standing) {
    if (!standing.channel.equals(followed.get(standing.channel.name()))) {
      throw EdosException.notFound(gone(standing.channel));
    }
    standing.channel.add(standing);
  }

  void ready(Told told) {
    owner.execute(() -> {
      switch (told.stage) {
        case WAITING -> goOn(told);
        case CATCHING_UP -> told.readyMeanwhile = true;
        case LIVE -> {
          // It was told of nothing meanwhile.
        }
      }
    });
  }

  void leave(Told told) {
    owner.execute(() -> {
      if (followers.remove(told)) {
        told.standings.stream().filter(one -> !one.over).forEach(one -> one.channel.remove(one));
      }
    });
  }

  /** Tells a follower what it missed, and from then on what comes. */
  private void goOn(Told told) {
    if (told.closed) {
      return;
    }
    told.tellEndings();
    Map<FollowedChannel, List<Standing>> interests = told.byChannel();
    if (interests.entrySet().stream().allMatch(one -> isAtHand(one.getKey(), one.getValue()))) {
      told.stage = tellRecent(told, interests) ? Told.Stage.LIVE : Told.Stage.WAITING;
      told.follower.paused();
    } else {
      told.stage = Told.Stage.CATCHING_UP;
      catchingUp.begin(told, (behind, end) -> owner.execute(() -> caughtUp(behind, end)));
    }
  }

  private static boolean isAtHand(FollowedChannel channel, List<Standing> interests) {
    long after = Told.position(interests);
    boolean filtered = !interests.stream().allMatch(Standing::wantsEverything);
    return channel.covers(after)
        && (!filtered || channel.after(after).stream().allMatch(Described::lookedUp));
  }

  private static boolean tellRecent(Told told, Map<FollowedChannel, List<Standing>> interests) {
    for (Map.Entry<FollowedChannel, List<Standing>> one : interests.entrySet()) {
      for (Described event : one.getKey().after(Told.position(one.getValue()))) {
        if (!CatchingUp.tell(told, event, one.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private void caughtUp(Told told, CatchingUp.End end) {
    told.stage = Told.Stage.WAITING;
    boolean ready = told.readyMeanwhile;
    told.readyMeanwhile = false;
    switch (end) {
      case TURN -> goOn(told);
      case STUCK, AWAY ->
          CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> ready(told));
      case BUSY -> {
        if (ready) {
          goOn(told);
        }
      }
    }
  }

  private void dispatch(FollowedChannel channel, List<Described> batch) {
    ChannelPump pump = pumps.get(channel.name());
    if (batch.isEmpty() || pump == null) {
      end(channel, gone(channel));
      return;
    }
    Set<Told> gathering = new LinkedHashSet<>();
    for (Described event : batch) {
      List<Told> matched = new ArrayList<>();
      channel.matching(event, one -> match(one, event, matched), one -> unknown(one, channel));
      for (Told told : matched) {
        if (told.tellMatched(event.event())) {
          gathering.add(told);
        } else {
          behind(told);
        }
      }
      channel.passed(event);
    }
    gathering.forEach(told -> told.follower.paused());
    pump.passed();
  }

  private static void match(Standing standing, Described event, List<Told> matched) {
    Told told = standing.told;
    if (told.stage == Told.Stage.LIVE
        && standing.position < event.event().id()
        && told.match(standing)) {
      matched.add(told);
    }
  }

  /** An event was brought undescribed before this interest with a filter came: it catches up. */
  private void unknown(Standing standing, FollowedChannel channel) {
    if (standing.told.stage == Told.Stage.LIVE && standing.position <= channel.head()) {
      behind(standing.told);
      ready(standing.told);
    }
  }

  /** From here on a follower has to be told of what came since. */
  private static void behind(Told told) {
    if (told.stage == Told.Stage.LIVE) {
      told.stage = Told.Stage.WAITING;
      told.standings.forEach(one -> one.position = Math.max(one.position, one.channel.head()));
    }
  }

  /** Looks, beside this thread, at what has become of the channels. */
  private void look() {
    if (!followed.isEmpty() && looking.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("edos-delivery-look")
          .start(() -> {
            try {
              List<Channel> now = channels.channels();
              owner.execute(() -> look(now));
            } catch (EdosException e) {
              System.getLogger(Delivering.class.getName())
                  .log(System.Logger.Level.DEBUG, "the channels cannot be looked at", e);
            } finally {
              looking.set(false);
            }
          });
    }
    if (++looks % LOOKS_TO_REACHED == 0) {
      followers.stream().filter(one -> one.stage == Told.Stage.LIVE).forEach(Told::tellReached);
    }
  }

  private void look(List<Channel> now) {
    Map<String, Channel> there =
        now.stream().collect(Collectors.toMap(Channel::name, Function.identity()));
    for (FollowedChannel channel : List.copyOf(followed.values())) {
      Channel found = there.get(channel.name());
      if (found == null || !channel.is(found)) {
        end(channel, gone(channel));
      } else if (!found.rights().isPublic()) {
        endUnreadable(channel, found);
      }
    }
  }

  private static String gone(FollowedChannel channel) {
    return "the channel '" + channel.name() + "' is gone";
  }

  private static void endUnreadable(FollowedChannel channel, Channel found) {
    List<Standing> unreadable = new ArrayList<>();
    channel.forEach(one -> {
      if (!found.allows(one.told.caller.get(), Right.READ)) {
        unreadable.add(one);
      }
    });
    unreadable.forEach(one -> {
      channel.remove(one);
      one.told.end(one, "the channel '" + channel.name() + "' is not to be read any more");
    });
  }

  private void end(FollowedChannel channel, String reason) {
    boolean removed;
    following.lock();
    try {
      removed = followed.remove(channel.name(), channel);
      if (removed) {
        Optional.ofNullable(pumps.remove(channel.name())).ifPresent(ChannelPump::close);
      }
    } finally {
      following.unlock();
    }
    if (removed) {
      List<Standing> all = new ArrayList<>();
      channel.forEach(all::add);
      all.forEach(one -> one.told.end(one, reason));
    }
  }

  /** Tells nobody any more. */
  @Override
  public void close() {
    registration.close();
    pumps.values().forEach(ChannelPump::close);
    catchingUp.close();
    owner.close();
  }
}
