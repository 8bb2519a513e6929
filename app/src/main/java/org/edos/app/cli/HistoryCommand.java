package org.edos.app.cli;

import java.util.List;
import java.util.Locale;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos history}. */
@Command(
    name = "history",
    description = "Show what the updates of a moving release changed, the newest first.",
    footer = {"", "Example:", "  edos history debian --unit curl"})
final class HistoryCommand extends Asking {
  @Parameters(paramLabel = "NAME", description = "The moving release.")
  private String name = "";

  @Option(names = "--unit", paramLabel = "X", description = "Only a package, by its name or id.")
  private @Nullable String unit;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most changes to show (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Override
  void check(Console console) {
    ReleaseId.current(name);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    String query = unit == null ? "" : "&unit=" + ApiPath.encode(unit);
    List<UnitChange> changes =
        List.of(
            daemon.read(
                ApiPath.of("releases", name, "history") + "?limit=" + limit + query,
                UnitChange[].class));
    console.result(changes, () -> print(changes, console));
  }

  private static void print(List<UnitChange> changes, Console console) {
    if (changes.isEmpty()) {
      console.line("No changes.");
      return;
    }
    TextTable table = new TextTable("WHEN", ">NUMBER", "WHAT", "BEFORE", "AFTER");
    for (UnitChange change : changes) {
      table.row(
          Amounts.moment(change.time()),
          change.number(),
          change.kind().name().toLowerCase(Locale.ROOT),
          change.before().map(entry -> entry.unit().toString()).orElse(""),
          change.after().map(UnitId::toString).orElse(""));
    }
    console.table(table);
  }
}
