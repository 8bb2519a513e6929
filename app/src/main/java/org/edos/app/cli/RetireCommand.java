package org.edos.app.cli;

import org.edos.app.daemon.DaemonClient;
import org.edos.core.network.JoinRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos retire}. */
@Command(
    name = "retire",
    description =
        "Take a mirror out of the indexing network for good (on a publisher); what it held of the"
            + " index is copied to others.",
    footer = {"", "Example:", "  edos retire paris"})
final class RetireCommand extends Asking {
  @Parameters(paramLabel = "NAME", description = "The mirror, as 'edos status' names it.")
  private String name = "";

  @Override
  void check(Console console) {
    JoinRequest.checkedName(name);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    console.result(
        daemon.delete(ApiPath.of("network", "members", name)),
        () -> console.line("Retired " + name + "."));
  }
}
