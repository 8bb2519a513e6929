package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.app.machine.Examination.Check;
import org.edos.app.machine.Examination.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that doctor says of a real daemon that stands alone, and of none. */
class ExaminationTest {
  @TempDir Path folder;

  @Test
  void aGatewayThatDnfUsesIsInOrder() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    assertThat(Files.createFile(programs.resolve("dnf")).toFile().setExecutable(true)).isTrue();
    Path home = folder.resolve("home");
    try (Daemon daemon =
        Daemon.start(new Daemon.Start(ActorKind.CLIENT, home, 0, List.of(), List.of()))) {
      new GatewaySetup(folder).writeDnf(daemon.address().toString());

      List<Check> checks = new Examination(home, folder, Map.of("PATH", programs.toString())).all();

      assertThat(checks)
          .extracting(Check::name)
          .containsExactly(
              "store",
              "daemon",
              "quota",
              "entry",
              "publisher key",
              "releases",
              "origin",
              "peers",
              "wide area",
              "dnf",
              "package tools");
      assertThat(checks).noneMatch(check -> check.state() == State.FAIL);
      assertThat(checks)
          .contains(new Check("dnf", State.OK, "dnf fetches through this daemon", ""));
    }
  }

  @Test
  void withoutADaemonThatIsWhatFails() {
    assertThat(new Examination(folder, folder, Map.of()).all())
        .filteredOn(check -> check.state() == State.FAIL)
        .extracting(Check::name)
        .containsExactly("daemon");
  }
}
