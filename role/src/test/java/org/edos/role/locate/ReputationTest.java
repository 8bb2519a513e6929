package org.edos.role.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class ReputationTest {
  private static final Sha256 FILE = Sha256.of(new byte[] {1});
  private static final Sha256 OTHER = Sha256.of(new byte[] {2});
  private static final Holder NEAR = holder(1, Via.LAN);
  private static final Holder FAR = holder(2, Via.WIDE);
  private static final Holder MIRROR = holder(3, Via.MIRROR);
  private static final List<Holder> ALL = List.of(MIRROR, FAR, NEAR);

  private final MovingClock clock = new MovingClock();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final Reputation reputation = new Reputation(documents, clock);

  private static Holder holder(int number, Via via) {
    return new Holder(URI.create("http://192.0.2." + number + ":9977"), via);
  }

  @Test
  void theNearGoBeforeTheFar() {
    assertThat(reputation.inOrder(ALL, FILE)).containsExactly(NEAR, FAR, MIRROR);
  }

  @Test
  void whoIsAwayIsLeftAloneForLongerEachTime() {
    int asked = 0;
    for (int second = 0; second < 3600; second += 5) {
      if (reputation.inOrder(ALL, FILE).contains(NEAR)) {
        asked++;
        reputation.failed(NEAR.peer(), FILE, Failing.AWAY);
      }
      clock.move(Duration.ofSeconds(5));
    }
    // After 30 s, 1, 2, 4 and 8 min, then every 10 min.
    assertThat(asked).isEqualTo(10);

    reputation.back(NEAR.peer());
    assertThat(reputation.inOrder(ALL, FILE)).contains(NEAR);
  }

  @Test
  void whoGivesAgainIsForgiven() {
    reputation.failed(NEAR.peer(), FILE, Failing.AWAY);
    clock.move(Duration.ofSeconds(31));
    reputation.gave(NEAR.peer(), 1_000_000, Duration.ofSeconds(1));
    reputation.failed(NEAR.peer(), FILE, Failing.AWAY);
    clock.move(Duration.ofSeconds(31));

    assertThat(reputation.inOrder(ALL, FILE)).contains(NEAR);
  }

  @Test
  void whoLacksAFileIsNotAskedForItButForOthers() {
    reputation.failed(NEAR.peer(), FILE, Failing.LACKING);

    assertThat(reputation.inOrder(ALL, FILE)).doesNotContain(NEAR);
    assertThat(reputation.inOrder(ALL, OTHER)).contains(NEAR);

    clock.move(Duration.ofMinutes(2));
    assertThat(reputation.inOrder(ALL, FILE)).contains(NEAR);
  }

  @Test
  void whoLacksEverythingIsNotAskedForAWhile() {
    for (int i = 0; i < 20; i++) {
      reputation.failed(NEAR.peer(), Sha256.of(new byte[] {9, (byte) i}), Failing.LACKING);
    }

    assertThat(reputation.inOrder(ALL, FILE)).doesNotContain(NEAR);
  }

  @Test
  void theSlowComeLastForAMinute() {
    reputation.failed(NEAR.peer(), FILE, Failing.SLOW);
    assertThat(reputation.inOrder(ALL, FILE)).containsExactly(FAR, MIRROR, NEAR);

    clock.move(Duration.ofMinutes(1));
    assertThat(reputation.inOrder(ALL, FILE)).containsExactly(NEAR, FAR, MIRROR);
  }

  @Test
  void theFasterOfEquallyNearOnesGoesFirst() {
    Holder slower = holder(4, Via.LAN);
    Holder faster = holder(5, Via.LAN);
    reputation.gave(slower.peer(), 1_000_000, Duration.ofSeconds(1));
    reputation.gave(faster.peer(), 50_000_000, Duration.ofSeconds(1));

    for (Sha256 file : List.of(FILE, OTHER)) {
      assertThat(reputation.inOrder(List.of(slower, faster), file)).containsExactly(faster, slower);
    }
  }

  @Test
  void equalsShareTheWork() {
    List<Holder> equals =
        IntStream.range(10, 20).mapToObj(number -> holder(number, Via.LAN)).toList();

    var firsts =
        IntStream.range(0, 1000)
            .mapToObj(i ->
                reputation
                    .inOrder(equals, Sha256.of(("" + i).getBytes(StandardCharsets.US_ASCII)))
                    .getFirst())
            .collect(Collectors.groupingBy(first -> first, Collectors.counting()));

    assertThat(firsts).hasSize(10);
    assertThat(firsts.values()).allMatch(count -> count > 40 && count < 200);
  }

  @Test
  void whoLiedIsDroppedForADayAlsoAfterARestart() {
    reputation.failed(NEAR.peer(), FILE, Failing.LYING);
    clock.move(Duration.ofHours(23));
    reputation.back(NEAR.peer());

    assertThat(reputation.inOrder(ALL, OTHER)).doesNotContain(NEAR);
    assertThat(new Reputation(documents, clock).inOrder(ALL, OTHER)).doesNotContain(NEAR);

    clock.move(Duration.ofHours(2));
    assertThat(reputation.inOrder(ALL, OTHER)).contains(NEAR);
    assertThat(new Reputation(documents, clock).inOrder(ALL, OTHER)).contains(NEAR);
  }

  @Test
  void whoPassesOnWhatIsWrongIsAwayTwiceAndLiesTheThirdTime() {
    for (int time = 0; time < 2; time++) {
      reputation.failed(NEAR.peer(), FILE, Failing.PASSED_ON);
      assertThat(reputation.inOrder(ALL, OTHER)).doesNotContain(NEAR);
      reputation.gave(NEAR.peer(), 1_000_000, Duration.ofSeconds(1));
      assertThat(reputation.inOrder(ALL, OTHER)).contains(NEAR);
      reputation.failed(NEAR.peer(), FILE, Failing.AWAY);
      reputation.back(NEAR.peer());
      assertThat(reputation.inOrder(ALL, OTHER)).contains(NEAR);
    }
    assertThat(documents.get("gateway/liars")).isEmpty();

    reputation.failed(NEAR.peer(), FILE, Failing.PASSED_ON);
    clock.move(Duration.ofHours(23));
    reputation.back(NEAR.peer());

    assertThat(reputation.inOrder(ALL, OTHER)).doesNotContain(NEAR);
    assertThat(new Reputation(documents, clock).inOrder(ALL, OTHER)).doesNotContain(NEAR);
  }

  @Test
  void whoSeldomPassesOnWhatIsWrongIsNoLiar() {
    for (int day = 0; day < 10; day++) {
      reputation.failed(NEAR.peer(), FILE, Failing.PASSED_ON);
      clock.move(Duration.ofHours(13));
      assertThat(reputation.inOrder(ALL, OTHER)).contains(NEAR);
    }
  }

  @Test
  void atMostSomeHundredLiarsAreWrittenDown() {
    for (int i = 0; i < 1500; i++) {
      reputation.failed(URI.create("http://192.0.2.1:" + (1000 + i)), FILE, Failing.LYING);
    }

    assertThat(
            new String(documents.get("gateway/liars").orElseThrow(), StandardCharsets.US_ASCII)
                .lines())
        .hasSize(1000);
  }
}
