package org.edos.role.subscribe;

import static org.edos.core.channel.ChannelFreshness.State;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.ChannelHead;
import org.edos.core.channel.EventChain;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.Heads;
import org.edos.physical.trust.HeadTrust;

/**
 * Judges what is offered of one channel by what was accepted before: whether the head is the
 * publisher's, not lower than one before it, and of the very events that come with it. For one
 * thread.
 */
final class HeadJudge {
  private static final int BATCH = 1000;

  /** What was found of one offer. */
  record Finding(State state, String detail) {
    /** Nothing was asked yet. */
    static Finding unknown() {
      return new Finding(State.BEHIND, "not asked yet since this daemon started");
    }

    Heads.Verdict verdict() {
      return switch (state) {
        case FRESH, BEHIND -> Heads.Verdict.TAKEN;
        case UNSIGNED, STALE -> Heads.Verdict.POOR;
        case ROLLED_BACK, FORGED -> Heads.Verdict.FALSE;
      };
    }
  }

  private final String channel;
  private final boolean whole;
  private final HeadTrust trust;
  private final Duration grace;
  private Optional<SignedHead> accepted;
  private Optional<EventChain> confirmed;
  private Optional<Instant> unsignedSince = Optional.empty();
  private long unsignedFrom;
  private long at;

  /**
   * Knows nothing but the head that was accepted last.
   *
   * @param whole whether offers come with every event
   */
  HeadJudge(
      String channel,
      boolean whole,
      HeadTrust trust,
      Duration grace,
      Optional<SignedHead> accepted) {
    this.channel = channel;
    this.whole = whole;
    this.trust = trust;
    this.grace = grace;
    this.accepted = accepted;
    this.confirmed = accepted.map(SignedHead::head).map(this::base);
  }

  /** From where on events are looked at. */
  private EventChain base(ChannelHead head) {
    return whole ? EventChain.start(channel, head.generation()) : EventChain.at(head);
  }

  /** The newest head that was accepted. */
  Optional<SignedHead> accepted() {
    return accepted;
  }

  /** How it stands after a finding. */
  ChannelFreshness view(Finding finding) {
    Optional<ChannelHead> head = accepted.map(SignedHead::head);
    return new ChannelFreshness(
        channel,
        at,
        head.map(ChannelHead::last).orElse(0L),
        head.map(ChannelHead::signed),
        head.map(ChannelHead::expires),
        finding.state(),
        finding.detail());
  }

  /** Judges an offer, and keeps what is good of it. */
  Finding judge(Heads.Offer offer, Instant now) {
    if (offer.head().isEmpty()) {
      return new Finding(State.UNSIGNED, "no signed head of the channel is given");
    }
    SignedHead signed = offer.head().get();
    ChannelHead head = signed.head();
    if (!head.channel().equals(channel)) {
      return new Finding(State.FORGED, "the head of '" + head.channel() + "' is given for it");
    }
    try {
      trust.accept(signed);
    } catch (EdosException e) {
      return new Finding(State.FORGED, String.valueOf(e.getMessage()));
    }
    Optional<String> older = accepted.map(SignedHead::head).flatMap(had -> older(had, head));
    if (older.isPresent()) {
      return new Finding(State.ROLLED_BACK, older.get());
    }
    keep(signed);
    Finding finding = compare(offer, now);
    ChannelHead newest = accepted.orElseThrow().head();
    return finding.verdict() == Heads.Verdict.TAKEN && newest.isExpired(now)
        ? new Finding(State.STALE, ChannelFreshness.silence(newest.signed()))
        : finding;
  }

  private static Optional<String> older(ChannelHead had, ChannelHead head) {
    if (head.generation().isBefore(had.generation())) {
      return Optional.of(
          "a channel of that name is given that was created on %s, but it was created anew on %s"
              .formatted(head.generation(), had.generation()));
    }
    if (head.generation().equals(had.generation())) {
      if (head.last() < had.last()) {
        return Optional.of(
            "event %d is given for the newest (signed %s), but %d was seen (signed %s)"
                .formatted(head.last(), head.signed(), had.last(), had.signed()));
      }
      if (head.last() > had.last() && head.signed().isBefore(had.signed())) {
        return Optional.of(
            "a head of %s is given, but one of %s was seen".formatted(head.signed(), had.signed()));
      }
    }
    return Optional.empty();
  }

  /** Of two heads at the same event the one signed later is kept. */
  private void keep(SignedHead signed) {
    ChannelHead head = signed.head();
    Optional<ChannelHead> had = accepted.map(SignedHead::head);
    boolean anew = had.filter(one -> one.generation().equals(head.generation())).isEmpty();
    if (anew) {
      confirmed =
          Optional.of(had.isPresent() ? EventChain.start(channel, head.generation()) : base(head));
      at = 0;
    }
    if (anew || !head.signed().isBefore(had.get().signed())) {
      accepted = Optional.of(signed);
    }
  }

  /** Holds the events that come with an offer against the head that was accepted. */
  private Finding compare(Heads.Offer offer, Instant now) {
    ChannelHead head = accepted.orElseThrow().head();
    EventChain chain = confirmed.orElseThrow();
    while (chain.last() < head.last()) {
      int most = (int) Math.min(BATCH, head.last() - chain.last());
      List<ChannelEvent> page = offer.events(chain.last(), most);
      if (page.isEmpty()) {
        at = chain.last();
        return new Finding(
            State.BEHIND, "%d signed events are missing".formatted(head.last() - chain.last()));
      }
      for (ChannelEvent event : page) {
        if (event.id() != chain.last() + 1 || !event.channel().equals(channel)) {
          return new Finding(
              State.FORGED, "event %d is missing among others".formatted(chain.last() + 1));
        }
        chain = chain.with(event);
      }
    }
    if (!chain.equals(EventChain.at(head))) {
      return new Finding(
          State.FORGED, "the events up to %d are not those signed".formatted(head.last()));
    }
    confirmed = Optional.of(chain);
    at = chain.last();
    return unsigned(offer, head, now);
  }

  /** Events may come a moment before the head that signs them, but not stay without one. */
  private Finding unsigned(Heads.Offer offer, ChannelHead head, Instant now) {
    if (offer.events(head.last(), 1).isEmpty()) {
      unsignedSince = Optional.empty();
      return new Finding(State.FRESH, "");
    }
    if (unsignedSince.isEmpty() || head.last() >= unsignedFrom) {
      unsignedSince = Optional.of(now);
      unsignedFrom = head.last() + 1;
    }
    Instant since = unsignedSince.get();
    return now.isAfter(since.plus(grace))
        ? new Finding(
            State.FORGED,
            "events after %d are told since %s that the publisher has not signed"
                .formatted(head.last(), since))
        : new Finding(State.FRESH, "");
  }

  /** Whether events are here that no head signs yet, so that it is worth asking again soon. */
  boolean awaits() {
    return unsignedSince.isPresent();
  }
}
