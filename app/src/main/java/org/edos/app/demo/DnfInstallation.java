package org.edos.app.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.app.demo.DemoReport.Installation;
import org.edos.core.EdosException;

/**
 * A real dnf that installs from a peer's gateway into a throw-away root; the machine itself is not
 * touched.
 */
final class DnfInstallation {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private DnfInstallation() {}

  /**
   * Installs packages, and counts with rpm those that are there.
   *
   * @param root an empty folder
   * @param repository a release at a peer's gateway
   */
  static Installation run(Path root, URI repository, List<String> packages) {
    if (!Shell.has("dnf") || !Shell.has("rpm")) {
      return Installation.ABSENT;
    }
    try {
      Path target = Files.createDirectories(root.resolve("root"));
      Path configuration = root.resolve("dnf.conf");
      Files.writeString(
          configuration,
          """
          [main]
          reposdir=%1$s/none
          cachedir=/var/cache/dnf
          logdir=%1$s/log
          persistdir=%1$s/persist
          pluginpath=%1$s/none
          gpgcheck=0
          install_weak_deps=0
          """
              .formatted(root));
      List<String> command =
          new ArrayList<>(
              List.of(
                  "dnf",
                  "-y",
                  "-q",
                  "-c",
                  configuration.toString(),
                  "--installroot=" + target,
                  "--releasever=1",
                  "--setopt=tsflags=noscripts,nodocs",
                  "--repofrompath=edos," + repository,
                  "--repo=edos",
                  "install"));
      command.addAll(packages);
      Shell.Ended installed =
          Shell.run(root, Map.of("LC_ALL", "C"), LIMIT, command.toArray(String[]::new));
      if (!installed.ok()) {
        throw EdosException.external("dnf install failed:\n" + installed.tail());
      }
      List<String> query = new ArrayList<>(List.of("rpm", "--root", target.toString(), "-q"));
      query.addAll(packages);
      Shell.Ended listed =
          Shell.run(root, Map.of("LC_ALL", "C"), LIMIT, query.toArray(String[]::new));
      int there =
          (int) listed.output().lines().filter(line -> !line.contains("is not installed")).count();
      return new Installation(true, there, listed.ok() && there >= packages.size());
    } catch (IOException e) {
      throw EdosException.external("dnf's throw-away root: " + e, e);
    }
  }
}
