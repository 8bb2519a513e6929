package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.junit.jupiter.api.Test;

class FeedersTest {
  private static final List<Member> MEMBERS =
      List.of(
          member("publisher", 1, true, true),
          member("east", 2, false, true),
          member("west", 3, false, true),
          member("north", 4, false, false));

  private static Member member(String name, int number, boolean publisher, boolean online) {
    MemberReport report =
        new MemberReport(address(number), 1, 1, 1, 0, "0".repeat(16), Instant.EPOCH);
    return new Member(name, publisher, online, true, "", Optional.of(report));
  }

  private static URI address(int number) {
    return URI.create("http://192.0.2." + number + ":9977");
  }

  @Test
  void peersAreMeantByKindNameOrAddress() {
    assertThat(Feeders.addresses(List.of("mirrors"), MEMBERS))
        .containsExactly(address(2), address(3));
    assertThat(Feeders.addresses(List.of("mirrors:1"), MEMBERS)).containsExactly(address(2));
    assertThat(Feeders.addresses(List.of("west", address(9).toString()), MEMBERS))
        .containsExactly(address(3), address(9));
    assertThatThrownBy(() -> Feeders.addresses(List.of("south"), MEMBERS))
        .hasMessageContaining("south");
    assertThatThrownBy(() -> Feeders.addresses(List.of("http://not an address"), MEMBERS))
        .hasMessageContaining("not a peer's address");
  }
}
