package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Offer;
import org.edos.core.swarm.SignedOffer;
import org.edos.core.unit.UnitId;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class OfferedTest {
  private final MovingClock clock = new MovingClock();
  private final Ed25519Key publisher = Ed25519Key.generate();
  private final List<Offer> joined = new ArrayList<>();
  private final Offer offer =
      new Offer(
          new ReleaseId("demo", "1"),
          URI.create("http://127.0.0.1:9977/api/v1/flashcrowds/demo/1"),
          List.of(UnitId.parse("pkg:deb/debian/curl@8.6.0-3?arch=amd64")),
          clock.instant().plus(Duration.ofMinutes(1)));

  private Offered peer(boolean accepts, Optional<String> trusted) {
    return new Offered(accepts, new Ed25519Check(), () -> trusted, clock, joined::add);
  }

  private static SignedOffer signed(Offer offer, Ed25519Key key) {
    return new SignedOffer(offer, key.publicKey(), key.sign(offer.message()));
  }

  @Test
  void aGoodOfferIsTakenUp() {
    peer(true, Optional.of(publisher.publicKey())).accept(signed(offer, publisher));
    assertThat(joined).containsExactly(offer);
  }

  @Test
  void whatIsNotFromThePublisherOrTooOldIsRefused() {
    Offered peer = peer(true, Optional.of(publisher.publicKey()));
    Ed25519Key other = Ed25519Key.generate();
    assertThatThrownBy(() -> peer.accept(signed(offer, other)))
        .hasMessageContaining("not from the publisher");
    Offer more = new Offer(offer.release(), offer.crowd(), List.of(), offer.expires());
    String signature = publisher.sign(offer.message());
    assertThatThrownBy(() -> peer.accept(new SignedOffer(more, publisher.publicKey(), signature)))
        .hasMessageContaining("not from the publisher");
    assertThatThrownBy(() -> peer(true, Optional.empty()).accept(signed(offer, publisher)))
        .hasMessageContaining("not from the publisher");
    clock.move(Duration.ofMinutes(2));
    assertThatThrownBy(() -> peer.accept(signed(offer, publisher)))
        .hasMessageContaining("ended at");
    assertThat(joined).isEmpty();
  }

  @Test
  void aPeerWhoseUserDoesNotLetThePublisherPushTakesNoOffers() {
    Offered peer = peer(false, Optional.of(publisher.publicKey()));
    assertThatThrownBy(() -> peer.accept(signed(offer, publisher)))
        .hasMessageContaining("accept-push");
  }
}
