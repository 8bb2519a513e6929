package org.edos.app.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvents;
import org.edos.core.EdosException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long things that pages began: each runs on a thread of its own, whoever looks on, and is
 * remembered until a hundred newer ones have come. Forgotten with the process. Safe for use by many
 * threads: its monitor guards all.
 */
final class Works {
  private static final Logger LOG = LoggerFactory.getLogger(Works.class);
  private static final int KEPT = 100;
  private static final int RUNNING = 20;
  private static final int EVENTS = 200;

  private final PeerEvents events;
  private final Clock clock;
  private final Map<String, Running> all = new LinkedHashMap<>();

  private static final class Running {
    final String title;
    final Instant began;
    final Deque<PeerEvent> told = new ArrayDeque<>();
    Optional<PeerEvent> latest = Optional.empty();
    Optional<Instant> ended = Optional.empty();
    Work.Outcome outcome = new Work.Outcome.Running();

    Running(String title, Instant began) {
      this.title = title;
      this.began = began;
    }
  }

  Works(PeerEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins something.
   *
   * @param about which of the peer's events tell of it
   * @return its id
   * @throws EdosException (exhausted) if too much runs already
   */
  String begin(String title, Predicate<PeerEvent> about, Callable<Work.Outcome> work) {
    String id = UUID.randomUUID().toString();
    Running running = new Running(title, clock.instant());
    synchronized (this) {
      makeRoom();
      all.put(id, running);
    }
    Runnable unlisten =
        events.listen(event -> {
          if (about.test(event)) {
            tell(running, event);
          }
        });
    Thread.ofVirtual()
        .name("edos-page-work")
        .start(() -> {
          Work.Outcome outcome = outcome(work);
          unlisten.run();
          end(running, outcome);
        });
    return id;
  }

  private void makeRoom() {
    long running = all.values().stream().filter(work -> work.ended.isEmpty()).count();
    if (running >= RUNNING) {
      throw EdosException.exhausted("too much is under way already; wait until some of it is done");
    }
    if (all.size() >= KEPT) {
      all.entrySet().stream()
          .filter(entry -> entry.getValue().ended.isPresent())
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(all::remove);
    }
  }

  private static Work.Outcome outcome(Callable<Work.Outcome> work) {
    try {
      return work.call();
    } catch (EdosException e) {
      return new Work.Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      LOG.error("what a page began failed", e);
      return new Work.Outcome.Failed("an error within the daemon, which is in its log");
    }
  }

  private synchronized void tell(Running running, PeerEvent event) {
    if (event.total() > 0) {
      running.latest = Optional.of(event);
    }
    running.told.addFirst(event);
    if (running.told.size() > EVENTS) {
      running.told.removeLast();
    }
  }

  private synchronized void end(Running running, Work.Outcome outcome) {
    running.outcome = outcome;
    running.ended = Optional.of(clock.instant());
    notifyAll();
  }

  /** One of them, if it is remembered, as it is when it ends or after some time. */
  synchronized Optional<Work> await(String id, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    try {
      for (long left = atMost.toMillis();
          left > 0 && find(id).filter(Work::isRunning).isPresent();
          left = (until - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return find(id);
  }

  /** One of them, if it is remembered. */
  synchronized Optional<Work> find(String id) {
    return Optional.ofNullable(all.get(id)).map(running -> work(id, running));
  }

  /** Those that are remembered, the newest first. */
  synchronized List<Work> list() {
    return all.entrySet().stream()
        .map(entry -> work(entry.getKey(), entry.getValue()))
        .toList()
        .reversed();
  }

  private static Work work(String id, Running running) {
    return new Work(
        id,
        running.title,
        running.began,
        running.ended,
        List.copyOf(running.told),
        running.latest,
        running.outcome);
  }
}
