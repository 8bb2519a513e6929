package org.edos.role.subscribe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Interest;
import org.edos.core.query.Query;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.channel.Follower;

/**
 * Tells followers of a log of channels what interests them: each on a virtual thread of its own,
 * which reads the log from the follower's positions on whenever something has come. Safe for use by
 * many threads.
 */
public final class Delivering implements Deliveries, AutoCloseable {
  private static final int BATCH = 500;
  private static final long LOOK_SECONDS = 10;

  private final ChannelReader channels;
  private final BiPredicate<Query, ChannelEvent> filter;
  private final Set<Told> followers = ConcurrentHashMap.newKeySet();
  private final ChannelReader.Registration registration;

  /**
   * Tells nobody yet.
   *
   * @param filter whether an event's unit matches a query; external where that cannot be told now
   */
  public Delivering(ChannelReader channels, BiPredicate<Query, ChannelEvent> filter) {
    this.channels = channels;
    this.filter = filter;
    this.registration =
        channels.listen(event -> followers.forEach(told -> told.look(event.channel())));
  }

  @Override
  public Following follow(List<Interest> interests, Follower follower) {
    Set<String> there = channels.channels().stream().map(Channel::name).collect(Collectors.toSet());
    List<Standing> standing = new ArrayList<>();
    for (Interest interest : interests) {
      if (!there.contains(interest.channel())) {
        throw EdosException.notFound(
            "there is no channel '"
                + interest.channel()
                + "'; edos channel list shows those there are");
      }
      standing.add(new Standing(interest, Query.parse(interest.filter())));
    }
    Told told = new Told(standing, follower);
    followers.add(told);
    Thread.ofVirtual().name("edos-delivery").start(told::run);
    return told;
  }

  /** Tells nobody any more. */
  @Override
  public void close() {
    registration.close();
    followers.forEach(Told::close);
  }

  /** An interest and how far its follower was told. */
  private static final class Standing {
    private final Interest interest;
    private final Query query;
    private long position;

    Standing(Interest interest, Query query) {
      this.interest = interest;
      this.query = query;
      this.position = interest.after();
    }
  }

  /** One follower; its thread owns the positions. */
  private final class Told implements Following {
    private final Map<String, List<Standing>> byChannel = new LinkedHashMap<>();
    private final Follower follower;
    private final Semaphore work = new Semaphore(1);
    private volatile boolean closed;

    Told(List<Standing> interests, Follower follower) {
      interests.forEach(standing ->
          byChannel
              .computeIfAbsent(standing.interest.channel(), channel -> new ArrayList<>())
              .add(standing));
      this.follower = follower;
    }

    void look(String channel) {
      if (byChannel.containsKey(channel)) {
        work.release();
      }
    }

    @Override
    public void ready() {
      work.release();
    }

    @Override
    public void close() {
      closed = true;
      followers.remove(this);
      work.release();
    }

    private void run() {
      try {
        while (!closed) {
          if (work.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
            work.drainPermits();
          }
          tellAll();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void tellAll() {
      byChannel
          .entrySet()
          .removeIf(channel -> {
            try {
              tell(channel.getKey(), channel.getValue());
              return false;
            } catch (EdosException e) {
              if (e.category() != EdosException.Category.NOT_FOUND) {
                return false; // the log is away; it is looked at again
              }
              String reason = String.valueOf(e.getMessage());
              channel
                  .getValue()
                  .forEach(standing -> follower.ended(standing.interest.id(), reason));
              return true;
            }
          });
    }

    private void tell(String channel, List<Standing> interests) {
      while (!closed) {
        long after = interests.stream().mapToLong(one -> one.position).min().orElseThrow();
        List<ChannelEvent> page = channels.events(channel, after, BATCH);
        for (ChannelEvent event : page) {
          if (closed || !tell(event, interests)) {
            return;
          }
        }
        if (!page.isEmpty()) {
          List<String> ids = interests.stream().map(one -> one.interest.id()).toList();
          follower.reached(channel, page.getLast().id(), ids);
        }
        if (page.size() < BATCH) {
          return;
        }
      }
    }

    private boolean tell(ChannelEvent event, List<Standing> interests) {
      List<Standing> behind = interests.stream().filter(one -> one.position < event.id()).toList();
      List<String> matched =
          behind.stream()
              .filter(one -> matches(one.query, event))
              .map(one -> one.interest.id())
              .toList();
      if (!matched.isEmpty() && !follower.told(event, matched)) {
        return false;
      }
      behind.forEach(one -> one.position = event.id());
      return true;
    }

    private boolean matches(Query query, ChannelEvent event) {
      return query instanceof Query.All || filter.test(query, event);
    }
  }
}
