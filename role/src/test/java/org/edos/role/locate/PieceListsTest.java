package org.edos.role.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.holdings.memory.MemoryHoldings;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class PieceListsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final KnownFile FILE =
      new KnownFile(Sha256.of(new byte[] {1}), 3L * PieceHashes.PIECE_BYTES);
  private static final PieceHashes TRUE = list(1);
  private static final PieceHashes FALSE = list(2);

  private final MemoryHoldings holdings = new MemoryHoldings();
  private final Reputation reputation =
      new Reputation(new MemoryDocumentStore(), new MovingClock());
  private final PieceLists lists = new PieceLists(holdings, Optional.empty(), reputation);

  private static PieceHashes list(int fill) {
    byte[] bytes = new byte[3 * PieceHashes.HASH_BYTES];
    Arrays.fill(bytes, (byte) fill);
    return PieceHashes.read(bytes, FILE.size());
  }

  /** A holder that tells this list, or none, when the gate is open. */
  private Holder holder(int number, Optional<PieceHashes> told, CountDownLatch gate) {
    URI peer = URI.create("http://192.0.2." + number + ":9977");
    holdings.start(
        peer,
        new MemoryHoldings.Daemon() {
          @Override
          public Optional<HoldingsFilter> filter() {
            return Optional.empty();
          }

          @Override
          public Optional<PieceHashes> pieces(KnownFile file) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return told;
          }
        });
    // Each is a quarter as fast as the one before, so that they are asked in this order.
    reputation.gave(peer, 1L << 40 - 4 * number, Duration.ofSeconds(1));
    return new Holder(peer, Via.LAN);
  }

  private Holder tells(int number, PieceHashes told) {
    return holder(number, Optional.of(told), new CountDownLatch(0));
  }

  private Holder silent(int number) {
    return holder(number, Optional.empty(), new CountDownLatch(1));
  }

  @Test
  void whatMostSayIsTaken() {
    List<Holder> asked = List.of(tells(1, FALSE), tells(2, TRUE), tells(3, TRUE));

    assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
  }

  @Test
  void whereTheySayDifferentThingsTheBetterReputedIsTaken() {
    List<Holder> asked = List.of(tells(2, FALSE), tells(1, TRUE));

    assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
  }

  @Test
  void twoThatAgreeAreNotWaitedBehind() {
    List<Holder> asked = List.of(silent(1), tells(2, TRUE), tells(3, TRUE));

    assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
  }

  @Test
  void whoSaysNothingIsWaitedForSoLongAndNotLonger() {
    assertThat(lists.find(FILE, List.of(silent(1)), Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void aWrongListIsNotBelievedAgainNorWhoVouchedForIt() {
    List<Holder> asked = List.of(tells(1, FALSE), tells(2, FALSE), tells(3, TRUE), tells(4, TRUE));
    PieceHashes first = lists.find(FILE, asked, LONG).orElseThrow();
    assertThat(first).isEqualTo(FALSE);

    lists.wrong(FILE, first);

    assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
    assertThat(reputation.inOrder(asked, FILE.sha256())).isEqualTo(asked.subList(2, 4));
  }

  @Test
  void whoTellsAListLaterThatProvedWrongIsNotBelievedEither() {
    lists.wrong(FILE, FALSE);
    List<Holder> asked = List.of(tells(1, FALSE), tells(2, TRUE));

    assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
    assertThat(reputation.inOrder(asked, FILE.sha256())).isEqualTo(asked.subList(1, 2));
  }

  @Test
  void threeAreAskedAtMostAndOnce() {
    AtomicInteger calls = new AtomicInteger();
    List<Holder> asked =
        java.util.stream.IntStream.range(1, 8)
            .mapToObj(number -> {
              Holder holder = tells(number, TRUE);
              holdings.start(
                  holder.peer(),
                  new MemoryHoldings.Daemon() {
                    @Override
                    public Optional<HoldingsFilter> filter() {
                      return Optional.empty();
                    }

                    @Override
                    public Optional<PieceHashes> pieces(KnownFile file) {
                      calls.incrementAndGet();
                      return Optional.of(TRUE);
                    }
                  });
              return holder;
            })
            .toList();

    for (int i = 0; i < 5; i++) {
      assertThat(lists.find(FILE, asked, LONG)).contains(TRUE);
    }
    assertThat(calls.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void ofOnePieceThereIsNoList() {
    KnownFile small = new KnownFile(FILE.sha256(), PieceHashes.PIECE_BYTES);
    KnownFile huge = new KnownFile(FILE.sha256(), Long.MAX_VALUE);

    assertThat(lists.find(small, List.of(tells(1, TRUE)), LONG)).isEmpty();
    assertThat(lists.find(huge, List.of(tells(1, TRUE)), LONG)).isEmpty();
  }
}
