package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.Via;
import org.edos.role.relay.Scene.Made;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is held to have lied. */
class EvidenceTest {
  private static final Made MADE = Scene.made(1, 40_000);
  private static final Holder PEER = new Holder(URI.create("http://127.0.0.1:1"), Via.LAN);

  private final Evidence evidence = new Evidence();
  private final KnownHolders holders = new KnownHolders();
  private final ArrivingFile arriving = new ArrivingFile(MADE.file(), new MemorySpace(40_000));

  @ParameterizedTest
  @CsvSource({"0, true", "100, false"})
  void aPeerAnswersForPiecesThatNoOriginBegan(int byOrigin, boolean blamed) throws IOException {
    byte[] wrong = MADE.spoiled(5);
    if (byOrigin > 0) {
      arriving.origin(0, 0, wrong, byOrigin);
    }
    arriving.peer(0, 0, byOrigin > 0 ? MADE.bytes() : wrong, PEER, false);
    assertThat(arriving.phase()).isEqualTo(ArrivingFile.Phase.WRONG);

    evidence.suspect(arriving);
    arriving.restart(true);
    arriving.origin(arriving.generation(), 0, MADE.bytes(), 40_000);
    evidence.judge(arriving, holders);

    assertThat(holders.blamed(Failing.LYING).contains(PEER)).isEqualTo(blamed);
  }

  @Test
  void whoPassesOnIsBlamedForThatAndOnce() {
    evidence.passesOn(PEER);
    assertThat(evidence.isPartial(PEER)).isTrue();
    evidence.hasAll(PEER);
    assertThat(evidence.isPartial(PEER)).isFalse();

    evidence.blame(PEER, MADE.file(), holders);
    evidence.blame(PEER, MADE.file(), holders);

    assertThat(holders.blames).containsExactly(new KnownHolders.Blame(PEER, Failing.PASSED_ON));
  }
}
