package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Actions;
import org.edos.physical.channel.Hook;

/**
 * Does what notifications ask for, the oldest first; has no thread of its own. That an action
 * begins is durable before it does, and so is its end: a hook that was cut off is never run again
 * unasked, a download is, since it only goes on. Safe for many threads.
 */
final class Acting {
  private static final String NO_HOOK =
      "this daemon has no hook: start it with --set hook=/PATH/OF/A/PROGRAM, which is then run for"
          + " each event";

  private final Actions actions;
  private final Consumer<ChannelEvent> download;
  private final Optional<Hook> hook;
  private final Consumer<SubscribeEvent> events;
  private final Clock clock;
  private final SubscribeConfig config;
  private volatile boolean closed;

  Acting(
      Actions actions,
      Consumer<ChannelEvent> download,
      Optional<Hook> hook,
      Consumer<SubscribeEvent> events,
      Clock clock,
      SubscribeConfig config) {
    this.actions = actions;
    this.download = download;
    this.hook = hook;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /** Refuses to run hooks where there is none. */
  void check(Subscription.Action action) {
    if (action == Subscription.Action.RUN && hook.isEmpty()) {
      throw EdosException.usage(NO_HOOK);
    }
  }

  /**
   * Does one action of a kind; says whether there was one to do.
   *
   * @param begun is run when it was found
   */
  boolean act(Subscription.Action kind, Runnable begun) {
    Optional<Notification> found = actions.begin(kind, clock.instant());
    found.ifPresent(notification -> {
      begun.run();
      act(notification);
    });
    return found.isPresent();
  }

  /** What is cut off from now on has not failed: whoever acts next finds it begun. */
  void close() {
    closed = true;
  }

  private void act(Notification notification) {
    String said;
    try {
      said = perform(notification);
    } catch (RuntimeException e) {
      if (!closed) {
        failed(notification, e);
      }
      return;
    }
    actions.end(notification.number(), Outcome.State.DONE, said);
  }

  private String perform(Notification notification) {
    if (notification.outcome().action() == Subscription.Action.RUN) {
      return hook.orElseThrow(() -> EdosException.usage(NO_HOOK)).run(notification);
    }
    download.accept(notification.event());
    return "";
  }

  private void failed(Notification notification, RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage());
    Outcome outcome = notification.outcome();
    if (mayHelp(failure, outcome)) {
      Duration pause = config.pause().multipliedBy(1L << Math.min(20, outcome.attempts() - 1));
      actions.postpone(notification.number(), reason, clock.instant().plus(pause));
      return;
    }
    actions.end(notification.number(), Outcome.State.FAILED, reason);
    events.accept(new SubscribeEvent.ActionFailed(notification, reason));
  }

  /** Whether a download may go better later: a peer was away, or does not know of the unit yet. */
  private boolean mayHelp(RuntimeException failure, Outcome outcome) {
    return outcome.action() == Subscription.Action.DOWNLOAD
        && outcome.attempts() < config.attempts()
        && failure instanceof EdosException known
        && (known.category() == EdosException.Category.EXTERNAL
            || known.category() == EdosException.Category.NOT_FOUND);
  }
}
