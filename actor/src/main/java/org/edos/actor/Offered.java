package org.edos.actor;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.swarm.Offer;
import org.edos.core.swarm.SignedOffer;
import org.edos.physical.trust.SignatureCheck;

/**
 * Decides on offers: good are those of the publisher that this peer trusts, while they last, and
 * only where its user lets the publisher push. Safe for use by many threads.
 */
final class Offered {
  private final boolean accepts;
  private final SignatureCheck check;
  private final Supplier<Optional<String>> publisher;
  private final Clock clock;
  private final Consumer<Offer> join;

  /**
   * Decides for a peer.
   *
   * @param publisher the key of the publisher that it trusts, once there is one
   * @param join takes up what is offered
   */
  Offered(PeerParts parts, Supplier<Optional<String>> publisher, Consumer<Offer> join) {
    this(parts.wishes().pushed(), parts.signatures(), publisher, parts.clock(), join);
  }

  Offered(
      boolean accepts,
      SignatureCheck check,
      Supplier<Optional<String>> publisher,
      Clock clock,
      Consumer<Offer> join) {
    this.accepts = accepts;
    this.check = check;
    this.publisher = publisher;
    this.clock = clock;
    this.join = join;
  }

  /**
   * Takes an offer up, if it is good.
   *
   * @throws EdosException refused if it is not; not found if this peer does not see the release
   */
  void accept(SignedOffer signed) {
    if (!accepts) {
      throw EdosException.refused(
          "this peer takes no offers; its user may let it, with --set accept-push=true");
    }
    boolean trusted =
        publisher.get().map(key -> key.equals(signed.key())).orElse(false)
            && check.verify(signed.key(), signed.offer().message(), signed.signature());
    if (!trusted) {
      throw EdosException.refused("this offer is not from the publisher that this peer trusts");
    }
    if (signed.offer().expires().isBefore(clock.instant())) {
      throw EdosException.refused("this offer ended at " + signed.offer().expires());
    }
    join.accept(signed.offer());
  }
}
