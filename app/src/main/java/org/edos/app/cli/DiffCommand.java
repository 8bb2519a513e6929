package org.edos.app.cli;

import java.util.Locale;
import org.edos.actor.CheckedRelease.BrokenPackage;
import org.edos.actor.ReleaseDiff;
import org.edos.actor.ReleaseDiff.DiffCounts;
import org.edos.actor.ReleaseDiff.MendedPackage;
import org.edos.actor.ReleaseDiff.PackageChange;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.FileChange;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos diff}. */
@Command(
    name = "diff",
    description = "Say what is different between two releases, and what can be installed no more.",
    footer = {
      "",
      "Bytes to fetch are those of the contents that RELEASE2 has and RELEASE1 has not.",
      "",
      "Examples:",
      "  edos diff debian@12 debian@13",
      "  edos diff tools@7 tools --json | jq -r '.broken[].id'"
    })
final class DiffCommand extends HomeCommand {
  private static final int MOST = 100_000;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE1",
      description = "NAME or NAME@VERSION; the newest where no version is named.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "RELEASE2", description = "Likewise.")
  private String after = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Tell at most so many of each kind (default: ${DEFAULT-VALUE}); all are counted.")
  private int limit;

  @Override
  public Integer call() {
    if (limit < 0 || limit > MOST) {
      throw EdosException.usage("--limit is a number from 0 to " + MOST);
    }
    Console console = console();
    DaemonClient daemon = DaemonClient.of(home());
    ReleaseId first = ReleaseNames.resolve(daemon, before);
    ReleaseId second = ReleaseNames.resolve(daemon, after);
    String path =
        "%s?with=%s&limit=%d"
            .formatted(
                ApiPath.of("releases", first.name(), first.version(), "diff"),
                ApiPath.encode(second.toString()),
                limit);
    ReleaseDiff diff;
    try (Console.ProgressView progress = console.progress("diff")) {
      diff = daemon.stream(path, progress::show, ReleaseDiff.class);
    }
    console.result(diff, () -> print(diff, console));
    return ExitCode.DONE.number();
  }

  private static void print(ReleaseDiff diff, Console console) {
    if (!diff.packages().isEmpty() || !diff.files().isEmpty()) {
      TextTable table = new TextTable("WHAT", "BEFORE", "AFTER");
      for (PackageChange change : diff.packages()) {
        table.row(
            word(change.change()),
            change.before().map(UnitId::toString).orElse(""),
            change.after().map(UnitId::toString).orElse(""));
      }
      for (FileChange change : diff.files()) {
        String path = change.path().toString();
        table.row(
            word(change.kind()),
            change.kind() == FileChange.Kind.ADDED ? "" : path,
            change.kind() == FileChange.Kind.REMOVED ? "" : path);
      }
      console.table(table);
    }
    for (BrokenPackage broken : diff.broken()) {
      UnitId id = UnitId.parse(broken.id());
      console.line(
          "%s %s cannot be installed on %s any more:"
              .formatted(id.name(), id.version(), broken.architecture()));
      broken.explanation().lines().forEach(line -> console.line("    " + line));
    }
    for (MendedPackage mended : diff.mended()) {
      UnitId id = UnitId.parse(mended.id());
      console.line(
          "%s %s can be installed on %s again."
              .formatted(id.name(), id.version(), mended.architecture()));
    }
    summarize(diff, console);
  }

  private static void summarize(ReleaseDiff diff, Console console) {
    DiffCounts counts = diff.counts();
    console.line(
        "%s to %s: %,d added, %,d removed, %,d patched, %,d in another version; %s different; %s to fetch."
            .formatted(
                diff.before(),
                diff.after(),
                counts.added(),
                counts.removed(),
                counts.patched(),
                counts.versioned(),
                Amounts.count(counts.files(), "other file"),
                ByteSize.text(counts.bytes())));
    console.line(
        "%s cannot be installed any more, %,d can be again."
            .formatted(Amounts.count(counts.broken(), "package"), counts.mended()));
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
