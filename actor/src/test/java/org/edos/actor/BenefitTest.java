package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.kept.memory.MemoryKept;
import org.edos.role.relay.Relayed;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class BenefitTest {
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final MovingClock clock = new MovingClock();
  private final Benefit benefit = new Benefit(documents, clock);

  @Test
  void aFileFetchedAheadCountsWhenItIsGivenAndThenAsKept() {
    KnownFile file = file("ahead", 100);
    benefit.relayed(new Relayed(file, Map.of(Via.LAN, 60L, Via.ORIGIN, 40L)));
    assertThat(status(benefit).files()).isZero();
    benefit.given(file, "host/a");
    benefit.given(file, "host/a");
    assertThat(status(benefit).bytes())
        .containsEntry(Via.LAN, 60L)
        .containsEntry(Via.ORIGIN, 40L)
        .containsEntry(Via.CACHE, 100L);
    assertThat(status(benefit).spared()).isEqualTo(160);
  }

  @Test
  void ofThoseWhoWaitTheFirstGetsItFromItsSourcesAndTheOthersFromHere() {
    KnownFile file = file("awaited", 10);
    benefit.awaited(file, "host/first");
    benefit.awaited(file, "host/second");
    benefit.relayed(new Relayed(file, Map.of(Via.ORIGIN, 10L)));
    GatewayStatus status = status(benefit);
    assertThat(status.files()).isEqualTo(2);
    assertThat(status.bytes()).containsEntry(Via.ORIGIN, 10L).containsEntry(Via.CACHE, 10L);
    assertThat(status.recent())
        .extracting(GatewayStatus.GivenFile::name)
        .containsExactly("host/second", "host/first");
  }

  @Test
  void whoeverBeginsToReadWhenItIsThereAlreadyIsCountedAsWell() {
    KnownFile file = file("quick", 10);
    benefit.relayed(new Relayed(file, Map.of(Via.ORIGIN, 10L)));
    benefit.awaited(file, "host/first");
    benefit.awaited(file, "host/second");
    assertThat(status(benefit).files()).isEqualTo(2);
    assertThat(status(benefit).bytes())
        .containsEntry(Via.ORIGIN, 10L)
        .containsEntry(Via.CACHE, 10L);
  }

  @Test
  void sumsSurviveARestart() {
    benefit.given(file("kept", 7), "host/kept");
    benefit.close();
    clock.move(Duration.ofDays(1));
    GatewayStatus status = status(new Benefit(documents, clock));
    assertThat(status.bytes()).containsEntry(Via.CACHE, 7L).containsEntry(Via.WIDE, 0L);
    assertThat(status.since()).isBefore(clock.instant());
  }

  private static GatewayStatus status(Benefit benefit) {
    return benefit.status(List.of(), List.of(), new MemoryKept());
  }

  private static KnownFile file(String text, long size) {
    return new KnownFile(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), size);
  }
}
