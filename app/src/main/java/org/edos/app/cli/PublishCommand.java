package org.edos.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.BrokenPackages;
import org.edos.actor.NewRelease;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
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
      "  edos publish ./packages --release tools --version 2.1 --channel updates --window 30s",
      "  edos publish http://mirror.example/debian --suite stable --release debian",
      "  edos publish ./indexes --origin http://mirror.example/debian --release debian"
    })
final class PublishCommand extends Asking {
  @Parameters(
      paramLabel = "TREE|URL",
      description = {
        "A folder: an APT tree (dists/), an RPM tree (repodata/), or just packages.",
        "Or the address of an existing repository: its indexes are fetched, its packages stay there"
            + " and are fetched when they are wanted."
      })
  private String tree = "";

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description =
          "The repository where the packages are that the folder lacks: the folder may hold indexes"
              + " alone.")
  private @Nullable String origin;

  @Option(
      names = "--suite",
      paramLabel = "S",
      description =
          "Of an APT repository elsewhere: the folder below dists/; may be given several times."
              + " The address may end in dists/S instead.")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--architecture",
      paramLabel = "A",
      split = ",",
      description =
          "Whose packages to take from an APT repository elsewhere (default: this machine's own;"
              + " those for all are always taken).")
  private List<String> architectures = new ArrayList<>();

  @Option(
      names = "--component",
      paramLabel = "P",
      split = ",",
      description = "Which parts to take from there (default: all but the installer's).")
  private List<String> components = new ArrayList<>();

  @Option(
      names = "--contents",
      description =
          "Fetch the lists of every package's files from there too, so that file:/PATH finds them;"
              + " they are large. Those in a folder are always used.")
  private boolean contents;

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

  @Option(
      names = "--installability",
      paramLabel = "POLICY",
      description =
          "If packages become uninstallable that are not so in the newest release of this name:"
              + " ignore, warn, or refuse; the publisher's setting unless given.")
  private @Nullable String installability;

  @Override
  void check(Console console) {
    boolean choice = !suites.isEmpty() || !architectures.isEmpty() || !components.isEmpty();
    if (isElsewhere()) {
      RepositorySource.Remote.of(tree, suites, architectures, components, contents);
      if (origin != null) {
        throw EdosException.usage("--origin belongs to a folder; an address is its own origin");
      }
    } else if (!Files.isDirectory(Path.of(tree))) {
      throw EdosException.usage(
          "there is no folder " + tree + "; name a repository tree or a folder of packages");
    } else if (choice || contents) {
      throw EdosException.usage(
          "--suite, --architecture, --component and --contents choose from a repository elsewhere;"
              + " of a folder everything is published");
    }
    Optional.ofNullable(origin).ifPresent(Origin::parse);
    new ReleaseId(name, Optional.ofNullable(version).orElse("1"));
    Optional.ofNullable(window).ifPresent(Settings::time);
    Optional.ofNullable(installability).ifPresent(InstallabilityPolicy::parse);
    Optional.ofNullable(channel).ifPresent(Channels::checkName);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new HashMap<>();
    if (isElsewhere()) {
      request.put("url", tree);
      putAny(request, "suites", suites);
      putAny(request, "architectures", architectures);
      putAny(request, "components", components);
      request.put("contents", contents);
    } else {
      request.put("tree", Path.of(tree).toAbsolutePath().normalize().toString());
    }
    Optional.ofNullable(origin).ifPresent(value -> request.put("origin", value));
    request.put("name", name);
    Optional.ofNullable(version).ifPresent(value -> request.put("version", value));
    Optional.ofNullable(window)
        .map(Settings::time)
        .map(PublishCommand::seconds)
        .ifPresent(value -> request.put("windowSeconds", value));
    Optional.ofNullable(installability).ifPresent(value -> request.put("installability", value));
    List<String> warnings = new ArrayList<>();
    NewRelease made;
    try (Console.ProgressView progress = console.progress("publish")) {
      made =
          daemon.stream(
              ApiPath.of("publish"),
              request,
              event -> {
                progress.show(event);
                if (event.message().startsWith(BrokenPackages.WARNING)) {
                  warnings.add(event.message());
                }
              },
              NewRelease.class);
    }
    warnings.forEach(console::remark);
    PublishedRelease release = made.release();
    Optional.ofNullable(channel).ifPresent(target -> feed(daemon, release.id(), target, console));
    console.result(made, () -> print(release, console));
  }

  private boolean isElsewhere() {
    return tree.contains("://");
  }

  private static void putAny(Map<String, Object> request, String name, List<String> values) {
    if (!values.isEmpty()) {
      request.put(name, values);
    }
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
