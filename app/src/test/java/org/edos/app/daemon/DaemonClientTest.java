package org.edos.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;

/** Which daemon commands ask, by their environment. */
final class DaemonClientTest {
  private static final Path HOME = Path.of("/nowhere/home");

  @Test
  void anotherDaemonIsAskedWithATokenOfIt() {
    Map<String, String> environment =
        Map.of("EDOS_DAEMON", "http://there:7300", "EDOS_TOKEN", "edos_1");

    assertThat(DaemonClient.of(HOME, environment).address())
        .isEqualTo(URI.create("http://there:7300"));
  }

  @Test
  void anotherDaemonWithoutATokenIsWrongUsage() {
    assertThatThrownBy(() -> DaemonClient.of(HOME, Map.of("EDOS_DAEMON", "http://there:7300")))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE))
        .hasMessageContaining("EDOS_TOKEN is not");
  }
}
