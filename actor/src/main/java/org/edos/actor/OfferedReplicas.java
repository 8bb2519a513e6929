package org.edos.actor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.UnitId;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.location.PeerAddress;

/**
 * Decides on what mirrors offer: good is what a mirror says itself, at the address by which this
 * peer knows it, and only where the user lets others push. The units are looked up in releases that
 * this peer trusts, and fetched as any others. Safe for use by many threads.
 */
final class OfferedReplicas {
  private static final int AT_ONCE = 4;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final boolean accepts;
  private final Predicate<URI> mirrors;
  private final ReplicaOffers offers;
  private final Clock clock;
  private final PeerEvents events;
  private final Consumer<List<UnitId>> get;
  private final Semaphore running = new Semaphore(AT_ONCE);

  /**
   * Decides for a peer.
   *
   * @param get fetches units, and returns when they are here
   */
  OfferedReplicas(PeerParts parts, PeerEvents events, Consumer<List<UnitId>> get) {
    this(
        parts.wishes().pushed(),
        mirror -> isKnown(parts, mirror),
        parts.replicaOffers(),
        parts.clock(),
        events,
        get);
  }

  OfferedReplicas(
      boolean accepts,
      Predicate<URI> mirrors,
      ReplicaOffers offers,
      Clock clock,
      PeerEvents events,
      Consumer<List<UnitId>> get) {
    this.accepts = accepts;
    this.mirrors = mirrors;
    this.offers = offers;
    this.clock = clock;
    this.events = events;
    this.get = get;
  }

  /**
   * Begins to fetch what is offered, if it is good, and returns at once.
   *
   * @throws EdosException refused if it is not; not found if the mirror has no such offer;
   *     exhausted if too many are under way
   */
  void accept(ReplicaNotice notice) {
    if (!accepts) {
      throw EdosException.refused(
          "this peer takes no offers; its user may let it, with --set accept-push=true");
    }
    URI mirror = PeerAddress.of(notice.mirror());
    if (!mirrors.test(mirror)) {
      throw EdosException.refused(mirror + " is no mirror that this peer knows");
    }
    if (!running.tryAcquire()) {
      throw EdosException.exhausted("this peer takes up other offers now; try again later");
    }
    boolean begun = false;
    try {
      ReplicaOffer offer = offers.read(new ReplicaNotice(mirror, notice.offer()));
      if (offer.expires().isAfter(clock.instant().plus(LONGEST))) {
        throw EdosException.refused("this offer lasts longer than an hour");
      }
      if (offer.expires().isBefore(clock.instant())) {
        throw EdosException.refused("this offer ended at " + offer.expires());
      }
      Thread.ofVirtual().name("edos-offered").start(() -> fetch(mirror, offer));
      begun = true;
    } finally {
      if (!begun) {
        running.release();
      }
    }
  }

  private static boolean isKnown(PeerParts parts, URI mirror) {
    return parts.entries().get().stream().anyMatch(entry -> isAt(entry, mirror))
        || parts.members().list().stream()
            .flatMap((Member member) -> member.report().stream())
            .map(MemberReport::address)
            .anyMatch(address -> isAt(address, mirror));
  }

  /** An entry may be written as people do, of which only a plain one can be a mirror's address. */
  private static boolean isAt(URI known, URI mirror) {
    try {
      return PeerAddress.of(known).equals(mirror);
    } catch (EdosException e) {
      return false;
    }
  }

  private void fetch(URI mirror, ReplicaOffer offer) {
    try {
      get.accept(offer.units());
    } catch (EdosException e) {
      events.tell(PeerEvent.Activity.PROBLEM, mirror.toString(), e.getMessage(), 0, 0);
    } finally {
      running.release();
    }
  }
}
