package org.edos.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;

class ListeningTest {
  @Test
  void aDaemonListensOnLoopbackUntilToldOtherwise() {
    Listening listening = listening();
    assertThat(listening.host()).isEqualTo("127.0.0.1");
    assertThat(listening.address()).isEqualTo(listening.local());
  }

  @Test
  void inTheLocalNetworkItListensEverywhereAndItsOwnCommandsUseLoopback() {
    Listening listening = listening("host=lan", "address=http://neighbour.example:9977");
    assertThat(listening.host()).isEqualTo("0.0.0.0");
    assertThat(listening.local()).isEqualTo(URI.create("http://127.0.0.1:" + listening.port()));
    assertThat(listening.address()).isEqualTo(URI.create("http://neighbour.example:9977"));
  }

  @Test
  void aWildcardAloneDoesNotSayHowOthersReachIt() {
    assertThatThrownBy(() -> listening("host=0.0.0.0"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("host=lan");
  }

  private static Listening listening(String... assignments) {
    return Listening.of(Settings.read(Path.of("no-such.toml"), List.of(assignments)), 0);
  }
}
