package org.edos.app.cli;

import org.edos.app.daemon.DaemonClient;
import org.edos.core.release.ReleaseId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos unpublish}. */
@Command(
    name = "unpublish",
    description = "Withdraw a release: peers no longer see it.",
    footer = {"", "Example:", "  edos unpublish tools@2.1"})
final class UnpublishCommand extends Asking {
  @Parameters(paramLabel = "NAME@VERSION", description = "The release, with its version.")
  private String release = "";

  @Override
  void check(Console console) {
    ReleaseId.parse(release);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    ReleaseId id = ReleaseId.parse(release);
    console.result(
        daemon.delete(ApiPath.of("releases", id)), () -> console.line("Withdrew " + id + "."));
  }
}
