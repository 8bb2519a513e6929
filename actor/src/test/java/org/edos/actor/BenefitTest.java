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

  @Test
  void whatWasGivenIsKeptByTheHourForTwoWeeksAndByTheDayForTwoYears() {
    benefit.relayed(new Relayed(file("first", 10), Map.of(Via.ORIGIN, 6L, Via.LAN, 4L)));
    benefit.given(file("first", 10), "host/first");
    clock.move(Duration.ofHours(1));
    benefit.given(file("first", 10), "host/first");
    benefit.close();
    Benefit next = new Benefit(documents, clock);
    assertThat(next.history().hours()).hasSize(2);
    assertThat(next.history().hours().getFirst().bytes())
        .containsEntry(Via.ORIGIN, 6L)
        .containsEntry(Via.LAN, 4L)
        .containsEntry(Via.WIDE, 0L);

    clock.move(Duration.ofDays(20));
    next.given(file("later", 5), "host/later");
    next.close();
    GatewayHistory later = new Benefit(documents, clock).history();
    assertThat(later.hours()).hasSize(1);
    assertThat(later.days().stream().mapToLong(GatewayHistory.Slot::total).sum()).isEqualTo(25);

    clock.move(Duration.ofDays(734));
    Benefit last = new Benefit(documents, clock);
    last.given(file("last", 3), "host/last");
    last.close();
    assertThat(new Benefit(documents, clock).history().days())
        .extracting(GatewayHistory.Slot::total)
        .containsExactly(5L, 3L);
  }

  private static GatewayStatus status(Benefit benefit) {
    return benefit.status(List.of(), List.of(), new MemoryKept());
  }

  private static KnownFile file(String text, long size) {
    return new KnownFile(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), size);
  }
}
