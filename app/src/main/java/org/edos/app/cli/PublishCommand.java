package org.edos.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos publish}. */
@Command(
    name = "publish",
    description =
        "Publish a repository tree as a release. It becomes visible whole, or not at all.",
    footer = {
      "",
      "Examples:",
      "  edos publish /srv/debian --release debian",
      "  edos publish ./packages --release tools --version 2.1 --channel updates --window 30s"
    })
final class PublishCommand extends Asking {
  @Parameters(
      paramLabel = "TREE",
      description = "A folder: an APT tree (dists/), an RPM tree (repodata/), or just packages.")
  private String tree = "";

  @Option(
      names = "--release",
      required = true,
      paramLabel = "NAME",
      description = "The release's name.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "Its version (default: the next number).")
  private @Nullable String version;

  @Option(
      names = "--channel",
      paramLabel = "C",
      description = "Feed its packages to this channel afterwards; made where it is missing.")
  private @Nullable String channel;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "Open a flash crowd that collects wish lists for so long, such as 30s.")
  private @Nullable String window;

  @Override
  void check(Console console) {
    if (tree.contains("://")) {
      throw EdosException.usage(
          "publishing from an address is not possible yet; copy the repository to a folder and"
              + " publish that: "
              + tree);
    }
    if (!Files.isDirectory(Path.of(tree))) {
      throw EdosException.usage(
          "there is no folder " + tree + "; name a repository tree or a folder of packages");
    }
    new ReleaseId(name, Optional.ofNullable(version).orElse("1"));
    Optional.ofNullable(window).ifPresent(Settings::time);
    Optional.ofNullable(channel).ifPresent(Channels::checkName);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new HashMap<>();
    request.put("tree", Path.of(tree).toAbsolutePath().normalize().toString());
    request.put("name", name);
    Optional.ofNullable(version).ifPresent(value -> request.put("version", value));
    Optional.ofNullable(window)
        .map(Settings::time)
        .map(PublishCommand::seconds)
        .ifPresent(value -> request.put("windowSeconds", value));
    PublishedRelease release;
    try (Console.ProgressView progress = console.progress("publish")) {
      release =
          daemon.stream(ApiPath.of("publish"), request, progress::show, PublishedRelease.class);
    }
    Optional.ofNullable(channel).ifPresent(target -> feed(daemon, release.id(), target, console));
    console.result(release, () -> print(release, console));
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static void feed(
      DaemonClient daemon, ReleaseId release, String channel, Console console) {
    Channel fed = Channels.ensure(daemon, channel, "packages of " + release.name());
    int units =
        Channels.add(daemon, fed.name(), Compositions.packages(Compositions.of(daemon, release)));
    console.remark("fed " + Amounts.count(units, "package") + " to the channel " + fed.name());
  }

  private static void print(PublishedRelease release, Console console) {
    console.line(
        "Published %s: %s and %s, %s."
            .formatted(
                release.id(),
                Amounts.count(release.packages(), "package"),
                Amounts.count(release.utilities(), "other file"),
                ByteSize.text(release.bytes())));
  }
}
