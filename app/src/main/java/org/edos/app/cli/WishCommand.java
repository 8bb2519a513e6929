package org.edos.app.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.actor.WishSummary;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos wish}. */
@Command(
    name = "wish",
    description =
        "Show what this peer lacks of a release, and with --join download it with its flash crowd.",
    footer = {
      "",
      "What the daemon has, and what dpkg or rpm have installed here, is not lacking.",
      "",
      "Examples:",
      "  edos wish debian",
      "  edos wish debian --select 'category:web size<5MB' --join",
      "  edos wish debian --upgrade --needs --join",
      "  edos wish debian --needs nginx postgresql"
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

  @Option(
      names = "--collection",
      paramLabel = "ID",
      defaultValue = "",
      description = "Only a collection, by its id or name, with everything below it.")
  private String collection = "";

  @Option(
      names = "--upgrade",
      description =
          "Only packages newer than those installed here, and the indexes for apt or dnf.")
  private boolean upgrade;

  @Option(
      names = "--needs",
      paramLabel = "PACKAGE",
      arity = "0..*",
      description =
          "Only the smallest set that this machine lacks to install these packages (names or ids;"
              + " none: to upgrade), dependencies included, and the indexes for apt or dnf.")
  private @Nullable List<String> needs;

  @Option(
      names = "--recommends",
      description = "With --needs, also what the packages recommend, where it can be installed.")
  private boolean recommends;

  @Option(
      names = {"--join", "--submit"},
      description = "Hand the wish list in, and download with the others.")
  private boolean join;

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new HashMap<>();
    request.put("release", release);
    request.put("select", select);
    request.put("collection", collection);
    request.put("upgrade", upgrade);
    request.put("handIn", join);
    if (needs != null) {
      request.put("needs", needs);
      request.put("recommends", recommends);
    }
    WishSummary wish = daemon.post(ApiPath.of("wish"), request, WishSummary.class);
    console.result(wish, () -> print(wish, console));
  }

  private static void print(WishSummary wish, Console console) {
    console.line(
        "%s, %s: %s wanted, %s; lacking %s, %s."
            .formatted(
                wish.release(),
                wish.wanted(),
                Amounts.count(wish.contents(), "file"),
                ByteSize.text(wish.bytes()),
                Amounts.count(wish.missingContents(), "file"),
                ByteSize.text(wish.missingBytes())));
    if (wish.storedContents() > 0) {
      console.line(
          "  in the store  %s, %s"
              .formatted(
                  Amounts.count(wish.storedContents(), "file"), ByteSize.text(wish.storedBytes())));
    }
    if (wish.installedContents() > 0) {
      console.line(
          "  installed     %s, %s"
              .formatted(
                  Amounts.count(wish.installedContents(), "package"),
                  ByteSize.text(wish.installedBytes())));
    }
    wish.removed().forEach(removed -> console.line("  removes: " + removed));
    wish.unmet().forEach(unmet -> console.line("  unmet: " + unmet));
    if (!wish.proven()) {
      console.line("  not proven to be the smallest set: the time was too short");
    }
    if (wish.handedIn()) {
      console.line(
          "Handed in; this peer downloads with the flash crowd ('edos status' shows how far).");
    }
  }
}
