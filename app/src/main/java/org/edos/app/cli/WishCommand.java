package org.edos.app.cli;

import java.util.Map;
import org.edos.actor.WishSummary;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos wish}. */
@Command(
    name = "wish",
    description =
        "Show what this peer lacks of a release, and with --submit join its flash crowd for that.",
    footer = {
      "",
      "Examples:",
      "  edos wish debian",
      "  edos wish debian --select 'category:web size<5MB' --submit"
    })
final class WishCommand extends Asking {
  @Parameters(
      paramLabel = "RELEASE",
      description = "NAME or NAME@VERSION; the newest where no version is named.")
  private String release = "";

  @Option(
      names = "--select",
      paramLabel = "QUERY",
      defaultValue = "",
      description = "Only packages that match (default: everything).")
  private String select = "";

  @Option(names = "--submit", description = "Hand the wish list in, and download with the others.")
  private boolean submit;

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = Map.of("release", release, "select", select, "handIn", submit);
    WishSummary wish = daemon.post(ApiPath.of("wish"), request, WishSummary.class);
    console.result(wish, () -> print(wish, console));
  }

  private static void print(WishSummary wish, Console console) {
    console.line(
        "%s: %s selected, %s; lacking %s, %s."
            .formatted(
                wish.release(),
                Amounts.count(wish.contents(), "file"),
                ByteSize.text(wish.bytes()),
                Amounts.count(wish.missingContents(), "file"),
                ByteSize.text(wish.missingBytes())));
    if (wish.handedIn()) {
      console.line(
          "Handed in; this peer downloads with the flash crowd ('edos status' shows how far).");
    }
  }
}
