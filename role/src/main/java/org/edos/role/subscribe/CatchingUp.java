package org.edos.role.subscribe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelReader;

/**
 * Tells followers from the log what is too old to be at hand: a few at a time, a page of each
 * channel in turn, so that one who is far behind does not hold up the others.
 */
final class CatchingUp implements AutoCloseable {
  /** How a turn has ended. */
  enum End {
    /** It was told a page of each channel. */
    TURN,
    /** There is nothing in the log of what it lacks. */
    STUCK,
    /** It takes no more for now. */
    BUSY,
    /** The log or the index is away, or the channel gone. */
    AWAY
  }

  private static final int WORKERS = 4;
  private static final int PAGE = 256;

  private final ChannelReader channels;
  private final Descriptions descriptions;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, Thread.ofVirtual().name("edos-catch-up-", 0).factory());

  CatchingUp(ChannelReader channels, Descriptions descriptions) {
    this.channels = channels;
    this.descriptions = descriptions;
  }

  /** Has a follower be told; who asked hears how far that went. */
  void begin(Told told, BiConsumer<Told, End> done) {
    Map<FollowedChannel, List<Standing>> interests = told.byChannel();
    try {
      workers.execute(() -> done.accept(told, turn(told, interests)));
    } catch (RejectedExecutionException e) {
      System.getLogger(CatchingUp.class.getName())
          .log(System.Logger.Level.DEBUG, "nobody is told any more", e);
    }
  }

  private End turn(Told told, Map<FollowedChannel, List<Standing>> interests) {
    try {
      boolean moved = false;
      for (Map.Entry<FollowedChannel, List<Standing>> channel : interests.entrySet()) {
        long before = Told.position(channel.getValue());
        if (!tell(told, channel.getKey().name(), channel.getValue())) {
          return End.BUSY;
        }
        moved |= Told.position(channel.getValue()) > before || channel.getKey().covers(before);
      }
      return moved ? End.TURN : End.STUCK;
    } catch (RuntimeException e) {
      // Whether the channel is gone is looked at by itself.
      System.getLogger(CatchingUp.class.getName())
          .log(System.Logger.Level.DEBUG, "a follower has to wait", e);
      return End.AWAY;
    } finally {
      told.follower.paused();
    }
  }

  private boolean tell(Told told, String channel, List<Standing> interests) {
    List<ChannelEvent> page = channels.events(channel, Told.position(interests), PAGE);
    boolean filtered = !interests.stream().allMatch(Standing::wantsEverything);
    for (ChannelEvent event : page) {
      if (told.closed || !tell(told, describe(event, filtered), interests)) {
        return false;
      }
    }
    if (!page.isEmpty()) {
      told.follower.reached(channel, page.getLast().id(), Told.ids(interests));
    }
    return true;
  }

  private Described describe(ChannelEvent event, boolean filtered) {
    return filtered ? descriptions.of(event) : Described.plain(event);
  }

  /** Tells of an event whatever it matches, and moves all these interests on. */
  static boolean tell(Told told, Described event, List<Standing> interests) {
    List<Standing> matched = interests.stream().filter(one -> one.wants(event)).toList();
    if (!matched.isEmpty() && !told.tell(event.event(), matched)) {
      return false;
    }
    interests.forEach(one -> one.position = Math.max(one.position, event.event().id()));
    return true;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
