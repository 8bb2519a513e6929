package org.edos.core.channel;

import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/** Who asks something of a daemon. */
public sealed interface Caller {
  /** Whoever runs the daemon: has every right that the daemon itself has. */
  Caller OWNER = new Owner();

  /** Somebody of whom nothing is known. */
  Caller ANYBODY = new Anybody();

  /** Whoever runs the daemon. */
  record Owner() implements Caller {}

  /**
   * A program with a token of the daemon's, whose scopes say what it may do.
   *
   * @param token the one that it showed; another of the same name is another
   */
  record Token(AccessToken token) implements Caller {
    private boolean includes(Right right) {
      return token.allows(right == Right.READ ? new Scope.Read() : new Scope.Administer());
    }

    private boolean feeds(String channel) {
      return token.scopes().stream()
          .anyMatch(scope -> scope instanceof Scope.Feed feed && feed.channel().equals(channel));
    }
  }

  /** A user of the network, who has proved to be. */
  record Known(User user) implements Caller {}

  /** Somebody of whom nothing is known. */
  record Anybody() implements Caller {}

  /**
   * Whether the daemon's owner calls, or a program of the owner's that has this right in all
   * channels.
   */
  default boolean actsForOwner(Right right) {
    return this instanceof Owner || (this instanceof Token token && token.includes(right));
  }

  /**
   * Whether the daemon's owner calls, or a program of the owner's that has this right in this
   * channel.
   */
  default boolean actsForOwner(Right right, String channel) {
    return actsForOwner(right)
        || (this instanceof Token token && Right.FEED.includes(right) && token.feeds(channel));
  }
}
