package org.edos.app.cli;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.network.ContentPlace;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos locate}. */
@Command(
    name = "locate",
    description = "Show which peers hold a unit.",
    footer = {
      "",
      "Examples:",
      "  edos locate 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'",
      "  edos locate 'pkg:deb/debian/curl@7.88.1-10?arch=amd64' --best"
    })
final class LocateCommand extends Asking {
  /** What the daemon answers. */
  record Located(String id, Map<String, List<URI>> locations) {}

  /** What it answers when asked for the best places, by unit. */
  static final class Best extends HashMap<String, List<ContentPlace>> {
    private static final long serialVersionUID = 1L;
  }

  @Parameters(paramLabel = "ID", description = "The unit, as 'edos query' writes it.")
  private String id = "";

  @Option(
      names = "--best",
      description =
          "Show where this peer would fetch it from, the best place first: its own store,"
              + " neighbours and peers by what they gave before, and then the origin. For packages"
              + " and utilities.")
  private boolean best;

  @Override
  void check(Console console) {
    UnitId.parse(id);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    if (best) {
      Best found =
          daemon.post(ApiPath.of("locations") + "/best", Map.of("ids", List.of(id)), Best.class);
      List<ContentPlace> places = found.getOrDefault(id, List.of());
      console.result(places, () -> print(places, console));
      return;
    }
    Located located =
        daemon.read(ApiPath.of("locate") + "?id=" + ApiPath.encode(id), Located.class);
    console.result(located, () -> print(located, console));
  }

  private static void print(List<ContentPlace> places, Console console) {
    TextTable table = new TextTable("PLACE", "KNOWN BY", ">GAVE PER SECOND");
    for (ContentPlace place : places) {
      table.row(
          place.address().toString(),
          place.via().name().toLowerCase(Locale.ROOT),
          place.bytesPerSecond() == 0 ? "-" : ByteSize.text(place.bytesPerSecond()));
    }
    if (table.isEmpty()) {
      console.line("No peer is known to hold it.");
    } else {
      console.table(table);
    }
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
