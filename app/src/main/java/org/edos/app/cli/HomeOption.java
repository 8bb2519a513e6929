package org.edos.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which daemon a command is about. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The daemon's folder (default: EDOS_HOME, else ~/.edos).")
  private @Nullable Path home;

  Path folder() {
    return Optional.ofNullable(home)
        .or(() -> Optional.ofNullable(System.getenv("EDOS_HOME")).map(Path::of))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".edos"));
  }
}
