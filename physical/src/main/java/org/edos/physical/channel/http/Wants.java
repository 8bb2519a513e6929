package org.edos.physical.channel.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.physical.peer.PeerStream;

/**
 * What all followers want of one stream, and how far each is. One thread streams and tells; others
 * come, go and get ready, which ends the stream so that it is asked for anew. Safe for use by many
 * threads: the lock guards all it holds, and is not held while a follower is told.
 */
final class Wants implements AutoCloseable {
  private static final int MOST = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Want> wants = new LinkedHashMap<>();
  private Optional<PeerStream> stream = Optional.empty();
  private boolean old = true;
  private long given;

  /** One interest of one follower; its id on the stream is another than the follower's. */
  private static final class Want {
    private final Followed followed;
    private final String id;
    private Interest interest;
    private boolean refused;

    Want(Followed followed, String id, Interest interest) {
      this.followed = followed;
      this.id = id;
      this.interest = interest;
    }
  }

  private final class Followed implements Following {
    private final Follower follower;
    private boolean busy;
    private boolean ready;

    Followed(Follower follower) {
      this.follower = follower;
    }

    @Override
    public void ready() {
      locked(() -> {
        ready = true;
        if (busy) {
          busy = false;
          anew();
        }
      });
    }

    @Override
    public void close() {
      locked(() -> {
        if (wants.values().removeIf(want -> want.followed == this)) {
          anew();
        }
      });
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** What is streamed is no longer what is wanted. */
  private void anew() {
    old = true;
    changed.signalAll();
    stream.ifPresent(Wants::end);
    stream = Optional.empty();
  }

  private static void end(PeerStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It is over either way.
    }
  }

  Following add(List<Interest> interests, Follower follower) {
    Followed followed = new Followed(follower);
    locked(() -> {
      if (wants.size() + interests.size() > MOST) {
        throw EdosException.exhausted(
            "a daemon follows at most " + MOST + " interests; drop some subscriptions");
      }
      for (Interest interest : interests) {
        String id = Long.toString(++given);
        Interest named = new Interest(id, interest.channel(), interest.filter(), interest.after());
        wants.put(id, new Want(followed, interest.id(), named));
      }
      anew();
    });
    return followed;
  }

  /** Waits until something is wanted; gives it as it is to be asked for. */
  List<Interest> await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      List<Interest> interests = asked();
      while (interests.isEmpty()) {
        changed.await();
        interests = asked();
      }
      old = false;
      return interests;
    } finally {
      lock.unlock();
    }
  }

  private List<Interest> asked() {
    return wants.values().stream()
        .filter(want -> !want.followed.busy)
        .map(want -> want.interest)
        .toList();
  }

  /** It comes by this stream from now on; false if what was asked for is no longer wanted. */
  boolean streamsBy(PeerStream opened) {
    lock.lock();
    try {
      stream = old ? Optional.empty() : Optional.of(opened);
      return !old;
    } finally {
      lock.unlock();
    }
  }

  /** The stream has ended; says whether because it was no longer what is wanted. */
  boolean ofOldStream() {
    lock.lock();
    try {
      stream = Optional.empty();
      return old;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Those of these interests that take part now and are before an event, by follower. What is left
   * of a stream that is asked for anew is for nobody: it would go past what was not taken.
   */
  private Map<Followed, List<Want>> before(List<String> ids, String channel, long event) {
    lock.lock();
    try {
      Map<Followed, List<Want>> found = new LinkedHashMap<>();
      for (String id : ids) {
        Want want = wants.get(id);
        if (!old
            && want != null
            && !want.followed.busy
            && want.interest.channel().equals(channel)
            && want.interest.after() < event) {
          want.followed.ready = false;
          found.computeIfAbsent(want.followed, any -> new ArrayList<>()).add(want);
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private static List<String> ids(List<Want> wants) {
    return wants.stream().map(want -> want.id).toList();
  }

  private static void moveOn(List<Want> wants, long position) {
    wants.forEach(want -> {
      want.interest = want.interest.from(position);
      want.refused = false;
    });
  }

  void told(HttpDeliveries.Told told) {
    long id = told.event().id();
    before(told.interests(), told.event().channel(), id)
        .forEach((followed, matched) -> {
          boolean taken = followed.follower.told(told.event(), ids(matched));
          if (taken) {
            followed.follower.paused();
          }
          locked(() -> {
            if (taken) {
              moveOn(matched, id);
            } else if (followed.ready) {
              anew();
            } else {
              followed.busy = true;
            }
          });
        });
  }

  void reached(HttpDeliveries.Reached reached) {
    before(reached.interests(), reached.channel(), reached.id())
        .forEach((followed, interests) -> {
          followed.follower.reached(reached.channel(), reached.id(), ids(interests));
          locked(() -> moveOn(interests, reached.id()));
        });
  }

  /**
   * A peer does not serve an interest. It may only not have heard of the channel yet: the interest
   * is over when the one that is asked next says the same.
   */
  void ended(HttpDeliveries.Ended ended) {
    Optional<Want> over = Optional.empty();
    lock.lock();
    try {
      Want want = wants.get(ended.interest());
      if (want != null && want.refused) {
        wants.remove(ended.interest());
        over = Optional.of(want);
      } else if (want != null) {
        want.refused = true;
        stream.ifPresent(Wants::end);
      }
    } finally {
      lock.unlock();
    }
    over.ifPresent(want -> want.followed.follower.ended(want.id, ended.reason()));
  }

  @Override
  public void close() {
    locked(() -> {
      wants.clear();
      anew();
    });
  }
}
