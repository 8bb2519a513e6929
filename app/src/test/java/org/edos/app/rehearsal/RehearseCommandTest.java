package org.edos.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.edos.app.cli.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher has the JVM learn from. */
class RehearseCommandTest {
  @TempDir Path folder;

  @Test
  void twoClientsServeARepositoryAndNothingIsLeftOfThem() throws IOException {
    assertThat(Program.commandLine("rehearse").execute("rehearse", "--in", folder.toString()))
        .isZero();

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
