package org.edos.core.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * What a peer can say of how new its view of a channel is.
 *
 * @param channel the channel's name
 * @param at id of the newest event that is here and as the publisher signed it
 * @param newest id of the newest event that the publisher has signed, as far as is known here
 * @param signed when the newest head that was accepted here was signed; empty before any
 * @param expires when that head is no longer to be taken for the newest
 * @param state what follows from it
 * @param detail more of the state, for people; empty where there is nothing to add
 */
public record ChannelFreshness(
    String channel,
    long at,
    long newest,
    Optional<Instant> signed,
    Optional<Instant> expires,
    State state,
    String detail) {
  /** How a view of a channel stands, from good to bad. */
  public enum State {
    /** Everything that the publisher signed is here. */
    FRESH,
    /** Events are missing that the publisher signed. */
    BEHIND,
    /** No head was ever given: nothing is known. */
    UNSIGNED,
    /** The newest head has expired: the publisher is silent, or somebody holds its heads back. */
    STALE,
    /** Only heads are given that are older than one that was accepted. */
    ROLLED_BACK,
    /** Heads or events are given that are not the publisher's. */
    FORGED
  }

  /** How many signed events are not here. */
  public long lag() {
    return Math.max(0, newest - at);
  }

  /** The same as it is at a moment: a head may have expired meanwhile. */
  public ChannelFreshness seenAt(Instant now) {
    boolean over = expires.isPresent() && !now.isBefore(expires.get());
    return over && state.compareTo(State.STALE) < 0
        ? new ChannelFreshness(
            channel,
            at,
            newest,
            signed,
            expires,
            State.STALE,
            signed.map(ChannelFreshness::silence).orElse(""))
        : this;
  }

  /** What is to be said when the newest head, of a moment, has expired. */
  public static String silence(Instant signed) {
    return "nothing signed since "
        + signed
        + ": the publisher is silent, or somebody holds back what it says";
  }
}
