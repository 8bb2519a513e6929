package org.edos.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The launcher at the root runs the program that was built. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("../edos").toAbsolutePath().normalize();

  private record Outcome(int exitCode, String output, String errors) {}

  @Test
  void printsItsVersion() throws Exception {
    assertThat(edos("--version").output()).matches("edos \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void helpIsOnStandardOutput() throws Exception {
    Outcome help = edos("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).startsWith("Usage: edos");
    assertThat(help.errors()).isEmpty();
  }

  @Test
  void wrongUsageIsExitCodeTwo() throws Exception {
    Outcome wrong = edos("no-such-command");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.output()).isEmpty();
    assertThat(wrong.errors()).contains("no-such-command", "Usage: edos");
  }

  private static Outcome edos(String argument) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(LAUNCHER.toString(), argument).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output, errors);
  }
}
