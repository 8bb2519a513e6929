package org.edos.role.subscribe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.channel.ChannelReader;

/**
 * Brings one channel's events to the delivering thread: each once, in order, described where
 * somebody's filter needs it. What it is not told of it reads from the log. While the log or the
 * index is away the channel is held back. It has a virtual thread of its own.
 */
final class ChannelPump implements AutoCloseable {
  private static final int WAITING = 1024;
  private static final int BATCH = 64;
  private static final int BATCHES_AHEAD = 2;
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration FIRST_LOOK = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ChannelReader channels;
  private final FollowedChannel channel;
  private final Descriptions descriptions;
  private final Consumer<List<Described>> sink;
  private final BlockingQueue<ChannelEvent> told = new LinkedBlockingQueue<>(WAITING);
  private final Semaphore ahead = new Semaphore(BATCHES_AHEAD);
  private final Thread thread;
  private Duration look = FIRST_LOOK;
  private long cursor;

  /**
   * Begins after the newest event.
   *
   * @param sink takes batches and, when each is dealt with, calls {@link #passed}; an empty one
   *     says that the channel is gone
   */
  ChannelPump(
      ChannelReader channels,
      FollowedChannel channel,
      Descriptions descriptions,
      Consumer<List<Described>> sink) {
    this.channels = channels;
    this.channel = channel;
    this.descriptions = descriptions;
    this.sink = sink;
    this.cursor = channel.head();
    this.thread = Thread.ofVirtual().name("edos-delivery-" + channel.name()).unstarted(this::run);
  }

  /** Soon looks for what came before events were offered to it: to be called when they are. */
  void start() {
    thread.start();
  }

  /** An event has come; one that finds no room is read from the log when the next one comes. */
  void offer(ChannelEvent event) {
    told.offer(event);
  }

  /** A batch has been dealt with. */
  void passed() {
    ahead.release();
  }

  private void run() {
    boolean more = false;
    try {
      while (true) {
        try {
          more = step(more);
        } catch (RuntimeException e) {
          if (e instanceof EdosException known
              && known.category() == EdosException.Category.NOT_FOUND) {
            sink.accept(List.of());
            return;
          }
          System.getLogger(ChannelPump.class.getName())
              .log(System.Logger.Level.DEBUG, "channel " + channel.name() + " is held back", e);
          Thread.sleep(PAUSE);
          more = true;
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Brings what there is; says whether the log has more. */
  private boolean step(boolean more) throws InterruptedException {
    List<ChannelEvent> events = more ? List.of() : waiting();
    boolean gap = events.isEmpty() || events.getFirst().id() != cursor + 1;
    if (gap) {
      events = channels.events(channel.name(), cursor, BATCH);
    }
    List<Described> batch = new ArrayList<>(events.size());
    for (ChannelEvent event : events) {
      batch.add(channel.isDescribed() ? descriptions.of(event) : Described.plain(event));
    }
    if (!batch.isEmpty()) {
      ahead.acquire();
      cursor = events.getLast().id();
      sink.accept(batch);
    }
    return gap && events.size() == BATCH;
  }

  /** The next events that were told of, without a gap between them. */
  private List<ChannelEvent> waiting() throws InterruptedException {
    List<ChannelEvent> events = new ArrayList<>();
    ChannelEvent next = told.poll(look.toMillis(), TimeUnit.MILLISECONDS);
    look = LOOK;
    long last = cursor;
    while (next != null) {
      if (next.id() > last) {
        if (!events.isEmpty() && next.id() != last + 1) {
          break;
        }
        events.add(next);
        last = next.id();
      }
      next = events.size() < BATCH ? told.poll() : null;
    }
    return events;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
