package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.edos.app.machine.Examination.State;
import org.edos.testkit.OriginServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of the gateway: an origin, and a server that stands for the daemon. */
class GatewayExaminationTest {
  @TempDir Path folder;
  private OriginServer origin;
  private OriginServer daemon;
  private Root root;
  private final List<String> found = new ArrayList<>();

  @BeforeEach
  void anOriginAndADaemon() throws IOException {
    origin = new OriginServer(folder.resolve("origin"));
    daemon = new OriginServer(folder.resolve("daemon"));
    URI release = origin.address().resolve("dists/stable/InRelease");
    root = new Root("apt", release);
    write("origin" + release.getPath());
    write("daemon/origin/http/" + release.getAuthority() + release.getPath());
  }

  @AfterEach
  void end() {
    origin.close();
    daemon.close();
  }

  @Test
  void anOriginThatAnswersThroughTheDaemonIsFine() {
    examine(Clock.systemUTC(), root);
    assertThat(found).containsExactly("origin OK", "clock OK");
  }

  @Test
  void anOriginThatAnswersWithoutTheDaemonOnlyIsAFailure() throws IOException {
    Files.delete(
        folder.resolve("daemon/origin/http/" + root.root().getAuthority() + root.root().getPath()));
    examine(Clock.systemUTC(), root);
    assertThat(found).containsExactly("origin FAIL", "clock OK");
  }

  @Test
  void anOriginThatNobodyReachesIsAWarning() throws IOException {
    Files.delete(
        folder.resolve("daemon/origin/http/" + root.root().getAuthority() + root.root().getPath()));
    origin.down();
    examine(Clock.systemUTC(), root);
    assertThat(found).containsExactly("origin WARN");
  }

  @Test
  void aWrongClockIsToldByHowWrongItIs() {
    examine(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)), root);
    examine(Clock.offset(Clock.systemUTC(), Duration.ofHours(-10)), root);
    assertThat(found).containsExactly("origin OK", "clock WARN", "origin OK", "clock FAIL");
  }

  @Test
  void aMachineWithoutRepositoriesHasNothingToAskFor() {
    examine(Clock.systemUTC(), new Root("apt", daemon.address().resolve("origin/x/InRelease")));
    assertThat(found).containsExactly("origin OK");
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void oneServerIsAskedOnce() {
    examine(Clock.systemUTC(), root, root, root);
    assertThat(origin.asked()).hasSize(1);
  }

  private void examine(Clock clock, Root... roots) {
    try (GatewayExamination examination =
        new GatewayExamination(
            daemon.address(), clock, (name, state, finding, fix) -> note(name, state, fix))) {
      examination.origins(List.of(roots));
    }
  }

  private void note(String name, State state, String fix) {
    found.add(name + " " + state);
    assertThat(fix.isEmpty())
        .as("says what to do where something is wrong")
        .isEqualTo(state == State.OK);
  }

  private void write(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, "Origin: tests\n");
  }
}
