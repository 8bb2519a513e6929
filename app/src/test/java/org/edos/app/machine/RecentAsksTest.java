package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

final class RecentAsksTest {
  private static final SocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final MovingClock clock = new MovingClock();
  private final RecentAsks asks = new RecentAsks(clock);

  @Test
  void whatAptAndDnfAskIsKnownAndNothingElse() {
    asks.note("Debian APT-HTTP/1.3 (2.6.1)", HERE, "/repo/tools/InRelease");
    asks.note("libdnf (Fedora Linux 40; generic; Linux.x86_64)", HERE, "/repo/r/repomd.xml?x=1");
    asks.note("Mozilla/5.0", HERE, "/");
    asks.note(null, HERE, "/");
    assertThat(asks.since(Instant.EPOCH))
        .extracting(ask -> ask.manager() + " " + ask.from() + " " + ask.file())
        .containsExactly("dnf 127.0.0.1 repomd.xml", "apt 127.0.0.1 InRelease");
  }

  @Test
  void onlyWhatWasAskedSinceThenIsTold() {
    asks.note("Debian APT-HTTP/1.3", HERE, "/old");
    clock.move(Duration.ofSeconds(1));
    Instant since = clock.instant();
    asks.note("Debian APT-HTTP/edos", HERE, "/");
    assertThat(asks.since(since))
        .singleElement()
        .satisfies(ask -> assertThat(ask.isLook()).isTrue());
  }

  @Test
  void itIsBounded() {
    for (int i = 0; i < 2_000; i++) {
      asks.note("Debian APT-HTTP/1.3", HERE, "/" + "x".repeat(i));
    }
    assertThat(asks.since(Instant.EPOCH)).hasSize(500).allMatch(ask -> ask.what().length() <= 300);
  }
}
