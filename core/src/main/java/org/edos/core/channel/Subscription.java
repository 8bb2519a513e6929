package org.edos.core.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * A standing wish to hear of a channel's events.
 *
 * @param id given by the inbox that keeps it, and never to another
 * @param channel the channel's name
 * @param filter a query in the simple language; empty for every event
 * @param scope what it begins with
 * @param every empty for at once, else the time between digests
 * @param action what to do on an event
 * @param began the channel's newest event when this began
 * @param seen id of the newest event handled
 * @param since when it began; digests are due each {@code every} from then on
 */
public record Subscription(
    String id,
    String channel,
    String filter,
    Scope scope,
    Optional<Duration> every,
    Action action,
    long began,
    long seen,
    Instant since) {
  /** What a subscription begins with. */
  public enum Scope {
    /** Events that come after it. */
    NEW,
    /** What is in the channel already, and then events that come after it. */
    ALL
  }

  /** What to do on an event. */
  public enum Action {
    /** Put it into the inbox. */
    NOTIFY,
    /** Put it into the inbox and fetch what it announces. */
    DOWNLOAD,
    /** Put it into the inbox and run the daemon's hook command. */
    RUN
  }

  /**
   * What somebody asks for who subscribes; the parts are those of a subscription.
   *
   * @param every positive where there is one
   */
  public record Terms(
      String channel, String filter, Scope scope, Optional<Duration> every, Action action) {
    /** Refuses malformed names, and digests without time between them. */
    public Terms {
      Channel.checkName(channel);
      if (every.isPresent() && every.get().compareTo(Duration.ofSeconds(1)) < 0) {
        throw EdosException.usage("between two digests is at least a second");
      }
    }

    /** To hear at once of every event that comes. */
    public Terms(String channel, Action action) {
      this(channel, "", Scope.NEW, Optional.empty(), action);
    }

    /** The same for what matches a filter. */
    public Terms matching(String query) {
      return new Terms(channel, query, scope, every, action);
    }

    /** The same, beginning with something else. */
    public Terms beginningWith(Scope other) {
      return new Terms(channel, filter, other, every, action);
    }

    /** The same in digests. */
    public Terms each(Duration time) {
      return new Terms(channel, filter, scope, Optional.of(time), action);
    }
  }

  /** One that begins now. */
  public Subscription(String id, Terms terms, long began, Instant now) {
    this(
        id,
        terms.channel(),
        terms.filter(),
        terms.scope(),
        terms.every(),
        terms.action(),
        began,
        terms.scope() == Scope.ALL ? 0 : began,
        now);
  }

  /** The same when it has handled all events up to one. */
  public Subscription seen(long event) {
    return new Subscription(id, channel, filter, scope, every, action, began, event, since);
  }

  /**
   * One with other terms that goes on from where this is.
   *
   * @param other its id
   * @param terms of the same channel; what it begins with stays
   */
  public Subscription with(String other, Terms terms, Instant now) {
    return new Subscription(
        other, channel, terms.filter(), scope, terms.every(), terms.action(), began, seen, now);
  }

  /**
   * Does nothing if terms are of this channel.
   *
   * @throws EdosException (usage) if not
   */
  public void checkChannel(Terms terms) {
    if (!terms.channel().equals(channel)) {
      throw EdosException.usage(
          "subscription " + id + " is to the channel " + channel + ", not " + terms.channel());
    }
  }

  /** The same at the beginning of a channel that was made anew. */
  public Subscription anew() {
    return new Subscription(id, channel, filter, scope, every, action, 0, 0, since);
  }

  /** The newest moment at which a digest was due; now where each event is told at once. */
  public Instant due(Instant now) {
    if (every.isEmpty() || now.isBefore(since)) {
      return every.isEmpty() ? now : since;
    }
    Duration time = every.get();
    return since.plus(time.multipliedBy(Duration.between(since, now).dividedBy(time)));
  }
}
