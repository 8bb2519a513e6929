package org.edos.app.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;

/** One client's connection, and what it is told of its interests. Safe for use by many threads. */
final class InterestStream implements Follower, EventConnection.Listener {
  private final EventFrames frames;
  private final Map<String, String> unreadable;
  private final Runnable left;
  private Optional<EventConnection> connection = Optional.empty();
  private Optional<Following> following = Optional.empty();
  private boolean over;

  /**
   * Tells nothing yet.
   *
   * @param unreadable ids of interests that have come to their end before they began, and why
   * @param left is run once, when the client has gone
   */
  InterestStream(EventFrames frames, Map<String, String> unreadable, Runnable left) {
    this.frames = frames;
    this.left = left;
    this.unreadable = Map.copyOf(unreadable);
  }

  /** What it is told comes from here. */
  synchronized void following(Following told) {
    following = Optional.of(told);
    if (over) {
      told.close();
    }
  }

  /** What it is told goes out here. */
  synchronized void on(EventConnection taken) {
    connection = Optional.of(taken);
  }

  private synchronized Optional<EventConnection> connection() {
    return connection;
  }

  private synchronized Optional<Following> following() {
    return following;
  }

  @Override
  public boolean told(ChannelEvent event, List<String> interests) {
    Optional<EventConnection> open = connection();
    return open.isPresent() && open.get().gather(frames.told(event, interests));
  }

  @Override
  public void paused() {
    connection().ifPresent(EventConnection::flush);
  }

  @Override
  public void reached(String channel, long id, List<String> interests) {
    connection().ifPresent(open -> open.send(EventFrames.reached(channel, id, interests)));
  }

  /** A client that cannot be told now asks again, and is told then. */
  @Override
  public void ended(String interest, String reason) {
    connection()
        .filter(open -> !open.send(EventFrames.ended(interest, reason)))
        .ifPresent(EventConnection::close);
  }

  @Override
  public void opened() {
    connection().ifPresent(open -> open.send(EventFrames.begun()));
    unreadable.forEach(this::ended);
    writable();
  }

  @Override
  public void writable() {
    following().ifPresent(Following::ready);
  }

  @Override
  public void closed() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    left.run();
    following().ifPresent(Following::close);
  }
}
