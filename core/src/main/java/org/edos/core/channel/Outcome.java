package org.edos.core.channel;

import java.time.Instant;

/**
 * What became of the action that a notification asks for.
 *
 * @param action what is to be done
 * @param state how far it is
 * @param attempts how often it was begun
 * @param said why it failed, or the last lines of what a hook wrote; at most {@link #MOST_SAID}
 *     characters
 * @param due not to be begun before
 */
public record Outcome(
    Subscription.Action action, State state, int attempts, String said, Instant due) {
  /** Most characters kept of what an action says. */
  public static final int MOST_SAID = 4000;

  /** How far an action is. */
  public enum State {
    /** There is nothing to do. */
    NONE,
    /** It waits. */
    PENDING,
    /** It is being done. */
    RUNNING,
    /** It was done. */
    DONE,
    /** It was tried and given up. */
    FAILED,
    /** The daemon ended meanwhile, so that nobody knows; it is not repeated unless asked for. */
    INTERRUPTED,
    /** Its subscription ended before. */
    DROPPED;

    /** Whether it may be asked for again. */
    public boolean repeatable() {
      return this == FAILED || this == INTERRUPTED || this == DROPPED;
    }
  }

  /** Keeps the end of what was said. */
  public Outcome {
    said = said.length() > MOST_SAID ? said.substring(said.length() - MOST_SAID) : said;
  }

  /** What is to become of a new notification. */
  public static Outcome of(Subscription.Action action) {
    return new Outcome(
        action,
        action == Subscription.Action.NOTIFY ? State.NONE : State.PENDING,
        0,
        "",
        Instant.EPOCH);
  }

  /** The same when it has begun once more. */
  public Outcome begun() {
    return new Outcome(action, State.RUNNING, attempts + 1, said, due);
  }

  /** The same when it has come so far. */
  public Outcome now(State other, String words) {
    return new Outcome(action, other, attempts, words, due);
  }

  /** The same, to be begun again, not before a moment. */
  public Outcome later(String words, Instant until) {
    return new Outcome(action, State.PENDING, attempts, words, until);
  }

  /** The same as if it had never been tried. */
  public Outcome again() {
    return of(action);
  }
}
