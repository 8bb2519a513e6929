package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.channel.Hook;
import org.edos.physical.channel.Inbox;
import org.edos.role.OwnerThread;

/**
 * Keeps subscriptions and acts on what they bring: every event that a subscription asked for is put
 * into the inbox once, in the order of its channel, and what is to be done is done once. What comes
 * while this peer is away arrives when it is back. What is told is stored on one thread, {@code
 * edos-subscriber}; hooks are run one after the other on a thread of their own, downloads on some.
 * Safe for use by many threads.
 */
public final class Subscribing implements AutoCloseable {
  /**
   * The mechanisms of a subscriber.
   *
   * @param channels the channels that there are
   * @param deliveries tells what comes
   * @param inbox keeps it
   * @param download what the action "download" does with an event; fails externally where it may go
   *     better later
   * @param hook what the action "run" runs; empty where nothing may be run
   */
  public record Parts(
      ChannelReader channels,
      Deliveries deliveries,
      Inbox inbox,
      Consumer<ChannelEvent> download,
      Optional<Hook> hook,
      Clock clock) {}

  private static final long GRACE_SECONDS = 2;

  private final Inbox inbox;
  private final SubscriptionState state;
  private final Acting acting;
  private final Duration recheck;
  private final Semaphore toDownload = new Semaphore(0);
  private final Semaphore toRun = new Semaphore(0);
  private final ExecutorService actions = Executors.newVirtualThreadPerTaskExecutor();
  private final OwnerThread owner = new OwnerThread("edos-subscriber");

  /** Begins to listen, and to act on what waits. */
  public Subscribing(Parts parts, Consumer<SubscribeEvent> events, SubscribeConfig config) {
    this.inbox = parts.inbox();
    this.recheck = config.recheck();
    this.state =
        new SubscriptionState(
            parts.channels(),
            parts.deliveries(),
            inbox,
            events,
            parts.clock(),
            config.waiting(),
            owner.trigger(this::store));
    this.acting =
        new Acting(inbox.actions(), parts.download(), parts.hook(), events, parts.clock(), config);
    inbox.actions().takeUp();
    for (int i = 0; i < config.downloads(); i++) {
      actions.execute(() -> act(Subscription.Action.DOWNLOAD, toDownload));
    }
    actions.execute(() -> act(Subscription.Action.RUN, toRun));
    owner.every(config.recheck(), this::look);
  }

  /**
   * Subscribes to a channel.
   *
   * @throws EdosException usage if the filter is malformed, or a hook is to be run where there is
   *     none; not found if there is no such channel; exhausted if there are too many subscriptions
   */
  public Subscription subscribe(Subscription.Terms terms) {
    acting.check(terms.action());
    Subscription subscription = state.subscribe(terms);
    owner.execute(this::look);
    return subscription;
  }

  /**
   * Gives a subscription another filter, time between digests or action; under another id it goes
   * on from where it is, so that nothing is missed or told twice.
   *
   * @throws EdosException as {@link #subscribe} says; not found if there is none of that id
   */
  public Subscription change(String id, Subscription.Terms terms) {
    acting.check(terms.action());
    Subscription changed = state.change(id, terms);
    owner.execute(() -> {
      state.release();
      look();
    });
    return changed;
  }

  /**
   * Ends a subscription with what it has waiting.
   *
   * @throws EdosException (not found) if there is none of that id
   */
  public void unsubscribe(String id) {
    if (!inbox.unsubscribe(id)) {
      throw EdosException.notFound("no subscription '" + id + "'");
    }
    owner.execute(this::look);
  }

  /** The subscriptions, oldest first. */
  public List<Subscription> subscriptions() {
    return inbox.subscriptions();
  }

  /** What arrived, and what was marked as read. */
  public Inbox inbox() {
    return inbox;
  }

  /**
   * Has an action done again that failed, was interrupted or was dropped.
   *
   * @throws EdosException not found if there is no such notification; usage if it has nothing to
   *     repeat
   */
  public Notification repeat(long number) {
    Notification waiting = inbox.actions().repeat(number);
    wake();
    return waiting;
  }

  /** Whatever of it fails is tried again at the next look. */
  private void look() {
    try {
      state.follow();
    } catch (EdosException e) {
      System.getLogger(Subscribing.class.getName())
          .log(System.Logger.Level.DEBUG, "channels cannot be followed now", e);
    }
    store();
    state.release();
    wake();
  }

  private void store() {
    while (state.store()) {
      wake();
    }
  }

  private void wake() {
    toDownload.release();
    toRun.release();
  }

  /** Acts until the thread is interrupted; whoever finds something to do wakes another. */
  private void act(Subscription.Action kind, Semaphore work) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (work.tryAcquire(recheck.toMillis(), TimeUnit.MILLISECONDS)) {
          work.drainPermits();
        }
        while (didAct(kind, work)) {
          // The next one.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean didAct(Subscription.Action kind, Semaphore work) {
    try {
      return acting.act(kind, work::release);
    } catch (RuntimeException e) {
      System.getLogger(Subscribing.class.getName())
          .log(System.Logger.Level.ERROR, "the inbox cannot be used; it is tried again", e);
      return false;
    }
  }

  /** What was begun and is cut off by this is found by whoever opens the inbox next. */
  @Override
  public void close() {
    acting.close();
    actions.shutdownNow();
    owner.close();
    state.close();
    try {
      actions.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
