package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.UnitId;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

/** Which offers of mirrors a peer takes up. */
class OfferedReplicasTest {
  private static final URI MIRROR = URI.create("http://127.0.0.1:2001");
  private static final UnitId UNIT = UnitId.parse("edos:utility/a@1");

  private final MovingClock clock = new MovingClock();
  private final List<URI> asked = new CopyOnWriteArrayList<>();
  private final List<UnitId> got = new CopyOnWriteArrayList<>();
  private final PeerEvents events = new PeerEvents(clock);
  private Duration left = Duration.ofMinutes(10);

  private final ReplicaOffers offers =
      new ReplicaOffers() {
        @Override
        public PeerId tell(URI peer, ReplicaNotice notice) {
          throw EdosException.external("nobody is told here");
        }

        @Override
        public ReplicaOffer read(ReplicaNotice notice) {
          asked.add(notice.mirror());
          return new ReplicaOffer(List.of(UNIT), clock.instant().plus(left));
        }
      };

  private OfferedReplicas offered(boolean accepts) {
    return new OfferedReplicas(accepts, MIRROR::equals, offers, clock, events, got::addAll);
  }

  private static ReplicaNotice notice(String mirror) {
    return new ReplicaNotice(URI.create(mirror), "0f".repeat(16));
  }

  @Test
  void whatAKnownMirrorOffersItselfIsFetched() {
    offered(true).accept(notice("http://127.0.0.1:2001/"));
    await().until(() -> got.equals(List.of(UNIT)));
    assertThat(asked).containsExactly(MIRROR);
  }

  @Test
  void aPeerWhoseUserLetsNobodyPushAsksNobody() {
    assertThatThrownBy(() -> offered(false).accept(notice(MIRROR.toString())))
        .hasMessageContaining("accept-push=true");
    assertThat(asked).isEmpty();
  }

  @Test
  void aMirrorThatNobodyKnowsIsNotEvenAsked() {
    assertThatThrownBy(() -> offered(true).accept(notice("http://192.0.2.9:1")))
        .hasMessageContaining("no mirror that this peer knows");
    assertThat(asked).isEmpty();
  }

  @Test
  void anOfferThatHasEndedOrNeverEndsIsRefused() {
    left = Duration.ofSeconds(-1);
    assertThatThrownBy(() -> offered(true).accept(notice(MIRROR.toString())))
        .hasMessageContaining("ended at");
    left = Duration.ofDays(1);
    assertThatThrownBy(() -> offered(true).accept(notice(MIRROR.toString())))
        .hasMessageContaining("longer than an hour");
    assertThat(got).isEmpty();
  }

  @Test
  void manyOffersAtOnceAreRefusedUntilOthersAreDone() {
    CountDownLatch done = new CountDownLatch(1);
    OfferedReplicas busy =
        new OfferedReplicas(
            true,
            MIRROR::equals,
            offers,
            clock,
            events,
            units -> {
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < 4; i++) {
      busy.accept(notice(MIRROR.toString()));
    }
    assertThatThrownBy(() -> busy.accept(notice(MIRROR.toString())))
        .hasMessageContaining("other offers");
    done.countDown();
    await()
        .ignoreExceptions()
        .until(() -> {
          busy.accept(notice(MIRROR.toString()));
          return true;
        });
  }
}
