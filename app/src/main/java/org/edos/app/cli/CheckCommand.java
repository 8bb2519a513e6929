package org.edos.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.edos.actor.CheckedRelease;
import org.edos.actor.CheckedRelease.BrokenPackage;
import org.edos.actor.CheckedRelease.CheckedMachine;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos check}. */
@Command(
    name = "check",
    description =
        "Find the packages of a release that nobody can install, and say why they cannot be.",
    footer = {
      "",
      "A package can be installed if some set of the release's packages has all that it needs and"
          + " nothing that excludes another. Each architecture is checked for itself.",
      "Exit code 1 where a package cannot be installed, after the result is printed.",
      "",
      "Examples:",
      "  edos check debian",
      "  edos check debian@12 --package nginx --package curl",
      "  edos check debian --json | jq -r '.broken[].id'"
    })
final class CheckCommand extends HomeCommand {
  private static final int MOST = 100_000;

  @Parameters(
      paramLabel = "RELEASE",
      description = "NAME or NAME@VERSION; the newest where no version is named.")
  private String release = "";

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "Only packages of this name; may be repeated.")
  private List<String> packages = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Explain at most so many (default: ${DEFAULT-VALUE}); all are counted.")
  private int limit;

  @Override
  public Integer call() {
    if (limit < 0 || limit > MOST) {
      throw EdosException.usage("--limit is a number from 0 to " + MOST);
    }
    Console console = console();
    DaemonClient daemon = DaemonClient.of(home(), System.getenv());
    ReleaseId id = ReleaseNames.resolve(daemon, release);
    CheckedRelease checked;
    try (Console.ProgressView progress = console.progress("check")) {
      checked = daemon.stream(path(id), progress::show, CheckedRelease.class);
    }
    console.result(checked, () -> print(checked, console));
    return checked.uninstallable() == 0 ? ExitCode.DONE.number() : ExitCode.FAILED.number();
  }

  private String path(ReleaseId id) {
    StringBuilder path =
        new StringBuilder(ApiPath.of("releases", id.name(), id.version(), "check"))
            .append("?limit=")
            .append(limit);
    for (String name : packages) {
      path.append("&package=").append(ApiPath.encode(name));
    }
    return path.toString();
  }

  private static void print(CheckedRelease checked, Console console) {
    for (BrokenPackage broken : checked.broken()) {
      UnitId id = UnitId.parse(broken.id());
      console.line(
          "%s %s cannot be installed on %s:"
              .formatted(id.name(), id.version(), broken.architecture()));
      broken.explanation().lines().forEach(line -> console.line("    " + line));
    }
    for (CheckedMachine machine : checked.machines()) {
      console.line(
          "%s, %s: %s checked, %,d cannot be installed."
              .formatted(
                  checked.release(),
                  machine.architecture(),
                  Amounts.count(machine.checked(), "package"),
                  machine.uninstallable()));
    }
    int left = checked.uninstallable() - checked.broken().size();
    if (left > 0) {
      console.line(Amounts.count(left, "package") + " not explained; --limit N explains more.");
    }
  }
}
