package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Real programs of the machine that serve as oracles. */
final class InstalledProgram {
  private InstalledProgram() {}

  /** Skips the test, with the reason, where the program is not installed. */
  static void require(String program) {
    boolean there =
        List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, program + " is not installed here: it is the oracle of this test");
  }

  /**
   * What the command writes to its standard output and error; it is given the file as input and
   * must succeed.
   */
  static String run(Path folder, Path input, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectInput(input.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("exit code of %s%n%s", String.join(" ", command), output)
        .isZero();
    return output;
  }
}
