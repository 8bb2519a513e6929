package org.edos.physical.channel;

import java.time.Instant;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;

/**
 * What the notifications of an inbox are to have done. Everything that has returned is durable, so
 * that nothing is forgotten, and nothing that must happen once happens twice. Downloads of one
 * event that wait at the same time are one; one that is asked for when another is over is a
 * download of its own, which finds the bytes here. Safe for many threads.
 */
public interface Actions {
  /**
   * Says that nobody acts, as when a daemon starts: downloads that had begun wait again, and hooks
   * that had begun are interrupted.
   */
  void takeUp();

  /**
   * Begins the oldest waiting action of a kind whose time has come; empty if there is none. While
   * an event is being downloaded, no other download of it begins.
   */
  Optional<Notification> begin(Subscription.Action kind, Instant now);

  /** Notes what became of an action that was begun, and of waiting downloads of the same event. */
  void end(long number, Outcome.State state, String said);

  /** Has an action that was begun wait again, and with it waiting downloads of the same event. */
  void postpone(long number, String said, Instant until);

  /**
   * Has an action wait anew that failed, was interrupted or was dropped.
   *
   * @throws EdosException not found if there is no such notification; usage if it has nothing to
   *     repeat
   */
  Notification repeat(long number);

  /** That there is no such notification. */
  static EdosException none(long number) {
    return EdosException.notFound(
        "there is no notification " + number + "; edos inbox shows those there are");
  }

  /** That an action is not to be repeated. */
  static EdosException nothingToRepeat(Notification notification) {
    return EdosException.usage(
        switch (notification.outcome().state()) {
          case NONE -> "notification " + notification.number() + " only tells; nothing was done";
          case PENDING, RUNNING ->
              "what notification " + notification.number() + " asks for is not over yet";
          default -> "what notification " + notification.number() + " asks for was done";
        });
  }
}
