package org.edos.app.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos freeze}. */
@Command(
    name = "freeze",
    description = "Publish the current state of a moving release under a version of its own.",
    footer = {"", "Example:", "  edos freeze debian --version 12.7"})
final class FreezeCommand extends Asking {
  @Parameters(paramLabel = "NAME", description = "The moving release.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The version (default: the next number).")
  private @Nullable String version;

  @Override
  void check(Console console) {
    new ReleaseId(name, Optional.ofNullable(version).orElse("1"));
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new HashMap<>();
    Optional.ofNullable(version).ifPresent(value -> request.put("version", value));
    PublishedRelease release =
        daemon.post(ApiPath.of("releases", name, "freeze"), request, PublishedRelease.class);
    console.result(
        release, () -> console.line("Published " + release.id() + "; " + name + " goes on."));
  }
}
