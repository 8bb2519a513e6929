package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.membership.Members;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final MovingClock clock = new MovingClock();
  private final Known members = new Known();

  private static final class Known implements Members {
    final List<Member> all = new CopyOnWriteArrayList<>();

    void add(String name, boolean online) {
      all.removeIf(member -> member.name().equals(name));
      all.add(new Member(name, name.equals("publisher"), online, true, "", Optional.empty()));
    }

    @Override
    public List<Member> list() {
      return all;
    }

    @Override
    public void report(MemberReport report) {}

    @Override
    public void retire(String name) {}
  }

  @Test
  void howOftenAMemberWasThereIsCountedByTheHourAndSurvivesARestart() {
    members.add("publisher", true);
    members.add("north", true);
    try (Availability first = new Availability(members, documents, clock)) {
      await().until(() -> !first.list().isEmpty());
      members.add("north", false);
      first.look();
      clock.move(Duration.ofHours(1));
      first.look();
    }
    try (Availability next = new Availability(members, documents, clock)) {
      await().until(() -> !next.list().isEmpty());
      MemberAvailability north = next.list().getFirst();
      assertThat(next.list()).hasSize(1);
      assertThat(north.name()).isEqualTo("north");
      assertThat(north.hours().getFirst().looks()).isEqualTo(2);
      assertThat(north.hours().getFirst().there()).isEqualTo(1);
      assertThat(north.hours().getLast().there()).isZero();

      members.all.removeIf(member -> member.name().equals("north"));
      next.look();
      assertThat(next.list()).isEmpty();
      assertThat(documents.keys("availability/")).isEmpty();
    }
  }
}
