package org.edos.app.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos locate}. */
@Command(
    name = "locate",
    description = "Show which peers hold a unit.",
    footer = {"", "Example:", "  edos locate 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'"})
final class LocateCommand extends Asking {
  /** What the daemon answers. */
  record Located(String id, Map<String, List<URI>> locations) {}

  @Parameters(paramLabel = "ID", description = "The unit, as 'edos query' writes it.")
  private String id = "";

  @Override
  void check(Console console) {
    UnitId.parse(id);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Located located =
        daemon.read(ApiPath.of("locate") + "?id=" + ApiPath.encode(id), Located.class);
    console.result(located, () -> print(located, console));
  }

  private static void print(Located located, Console console) {
    TextTable table = new TextTable("CONTENT", "HELD BY");
    located
        .locations()
        .forEach((content, peers) -> peers.forEach(peer -> table.row(content, peer)));
    if (table.isEmpty()) {
      console.line("No peer is known to hold it.");
    } else {
      console.table(table);
    }
  }
}
