package org.edos.role.publish;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Offer;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.SignedOffer;
import org.edos.core.unit.UnitId;
import org.edos.physical.dissemination.Offers;
import org.edos.physical.trust.SigningKey;

/**
 * Pushes: has chosen peers join a flash crowd, for all of a release or for units of it. Safe for
 * use by many threads.
 */
public final class Pushing {
  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final int MOST_PEERS = 1000;

  private final Offers offers;
  private final SigningKey key;
  private final Clock clock;

  /** Pushes in the name of this key. */
  public Pushing(Offers offers, SigningKey key, Clock clock) {
    this.offers = offers;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Offers to all of these peers at once, and returns when each has answered or failed to.
   *
   * @param crowd the desk of the flash crowd
   * @param units all of the release where there are none
   * @throws EdosException (usage) if there is no peer, or too many
   */
  public Pushed offer(ReleaseId release, URI crowd, List<UnitId> units, Collection<URI> peers) {
    if (peers.isEmpty() || peers.size() > MOST_PEERS) {
      throw EdosException.usage("push to 1 to " + MOST_PEERS + " peers; these are " + peers.size());
    }
    Offer offer = new Offer(release, crowd, units, clock.instant().plus(VALIDITY));
    SignedOffer signed = new SignedOffer(offer, key.publicKey(), key.sign(offer.message()));
    List<Future<Pushed.Answer>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (URI peer : new LinkedHashSet<>(peers)) {
        asked.add(threads.submit(() -> offer(peer, signed)));
      }
    }
    return new Pushed(release, asked.stream().map(Future::resultNow).toList());
  }

  private Pushed.Answer offer(URI peer, SignedOffer signed) {
    try {
      return new Pushed.Answer(peer, Optional.of(offers.offer(peer, signed)), "");
    } catch (RuntimeException e) {
      return new Pushed.Answer(peer, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
