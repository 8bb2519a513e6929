package org.edos.app.cli;

import java.util.List;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos releases}. */
@Command(
    name = "releases",
    description = "List the releases that this peer sees, the newest first.",
    footer = {"", "Example:", "  edos releases debian"})
final class ReleasesCommand extends Asking {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only releases of this name.")
  private @Nullable String name;

  @Override
  void ask(DaemonClient daemon, Console console) {
    Optional<String> wanted = Optional.ofNullable(name);
    List<PublishedRelease> releases =
        ReleaseNames.all(daemon).stream()
            .filter(release -> wanted.isEmpty() || release.id().name().equals(wanted.get()))
            .toList();
    if (releases.isEmpty() && wanted.isPresent()) {
      throw ReleaseNames.missing(wanted.get());
    }
    console.result(releases, () -> print(releases, console));
  }

  private static void print(List<PublishedRelease> releases, Console console) {
    if (releases.isEmpty()) {
      console.line("No releases yet.");
      return;
    }
    TextTable table = new TextTable("RELEASE", "FORMAT", ">PACKAGES", ">SIZE", "PUBLISHED");
    for (PublishedRelease release : releases) {
      table.row(
          release.id(),
          release.format().type(),
          release.packages(),
          ByteSize.text(release.bytes()),
          Amounts.moment(release.created()));
    }
    console.table(table);
  }
}
