package org.edos.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.Origin;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.UnitChange.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos update}. */
@Command(
    name = "update",
    description = "Give a moving release its next state: readers see the old one or the new one.",
    footer = {
      "",
      "Examples:",
      "  edos update debian /srv/debian",
      "  edos update tools ./editor_1.1_all.deb --channel news"
    })
final class UpdateCommand extends Asking {
  @Parameters(index = "0", paramLabel = "NAME", description = "The release, which is NAME@current.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TREE|FILE",
      description = {
        "A folder with all of its next state: an APT tree, an RPM tree, or just packages.",
        "Or .deb or .rpm files, which take the place of their older versions; only where Edos"
            + " writes the indexes."
      })
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "The repository where the packages are that the folder lacks.")
  private @Nullable String origin;

  @Option(names = "--keep-old", description = "Keep the older versions of added packages.")
  private boolean keepOld;

  @Option(names = "--renew", description = "Sign it anew even if nothing is different.")
  private boolean renew;

  @Option(
      names = "--channel",
      paramLabel = "C",
      description = "Tell this channel of every package that changed; made where it is missing.")
  private @Nullable String channel;

  @Mixin private InstallabilityOption installability;

  @Override
  void check(Console console) {
    ReleaseId.current(name);
    Optional.ofNullable(channel).ifPresent(Channels::checkName);
    Optional.ofNullable(origin).ifPresent(Origin::parse);
    installability.check();
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw EdosException.usage("there is no " + source + "; name a folder or package files");
      }
    }
    if (sources.size() > 1 && sources.stream().anyMatch(Files::isDirectory)) {
      throw EdosException.usage("name one folder, or package files");
    }
    if (isTree() && keepOld || !isTree() && origin != null) {
      throw EdosException.usage("--keep-old belongs to package files, and --origin to a folder");
    }
  }

  private boolean isTree() {
    return Files.isDirectory(sources.getFirst());
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new HashMap<>();
    List<String> paths =
        sources.stream().map(path -> path.toAbsolutePath().normalize().toString()).toList();
    if (isTree()) {
      request.put("tree", paths.getFirst());
    } else {
      request.put("packages", paths);
      request.put("keepOld", keepOld);
    }
    request.put("renew", renew);
    Optional.ofNullable(origin).ifPresent(value -> request.put("origin", value));
    Optional.ofNullable(channel).ifPresent(value -> request.put("channel", value));
    installability.addTo(request);
    ReleaseUpdate update;
    try (Console.ProgressView progress = console.progress("update")) {
      update =
          daemon.stream(
              ApiPath.of("releases", name, "update"), request, progress::show, ReleaseUpdate.class);
    }
    console.result(
        update,
        () -> {
          console.line(text(update));
          BrokenUnits.tell(update.broken(), console);
        });
  }

  private static String text(ReleaseUpdate update) {
    ReleaseId id = update.release().id();
    return update.published()
        ? "Updated %s to number %d: %d added, %d removed, %d patched, %d in a new version."
            .formatted(
                id,
                update.release().number(),
                Kind.ADDED.in(update.changes()),
                Kind.REMOVED.in(update.changes()),
                Kind.PATCH.in(update.changes()),
                Kind.VERSION.in(update.changes()))
        : "%s is unchanged; nothing was published (--renew signs it anew).".formatted(id);
  }
}
