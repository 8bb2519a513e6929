package org.edos.core.channel;

/** Who asks something of a daemon. */
public sealed interface Caller {
  /** Whoever runs the daemon: has every right that the daemon itself has. */
  Caller OWNER = new Owner();

  /** Somebody of whom nothing is known. */
  Caller ANYBODY = new Anybody();

  /** Whoever runs the daemon. */
  record Owner() implements Caller {}

  /** A user of the network, who has proved to be. */
  record Known(User user) implements Caller {}

  /** Somebody of whom nothing is known. */
  record Anybody() implements Caller {}
}
