package org.edos.app.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.app.demo.DemoReport.Installation;
import org.edos.core.EdosException;

/**
 * A real apt that installs from a peer's gateway into a throw-away root. In place of a base system,
 * whose maintainer scripts would have to run in it, the root holds one stand-in package that
 * provides what this machine has installed, so that dependencies count as met; the machine itself
 * is not touched.
 */
final class AptInstallation {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String NO_EXTRAS = "--no-install-recommends";
  private static final int MOST = 8;

  private final Path root;
  private final URI repository;

  private AptInstallation(Path root, URI repository) {
    this.root = root;
    this.repository = repository;
  }

  /**
   * Installs those of the candidates that apt finds installable, up to {@value #MOST}, and checks
   * with dpkg that they are there.
   *
   * @param root an empty folder
   * @param repository a release at a peer's gateway
   * @param openPgpKey the armoured key that signs it
   */
  static Installation run(Path root, URI repository, byte[] openPgpKey, List<String> candidates) {
    if (!Shell.has("apt-get") || !Shell.has("dpkg")) {
      return Installation.ABSENT;
    }
    try {
      return new AptInstallation(root, repository).install(openPgpKey, candidates);
    } catch (IOException e) {
      throw EdosException.external("apt's throw-away root: " + e, e);
    }
  }

  private Installation install(byte[] openPgpKey, List<String> candidates) throws IOException {
    prepare(openPgpKey, candidates);
    Shell.Ended update = apt("update");
    if (!update.ok()) {
      throw EdosException.external("apt-get update failed:\n" + update.tail());
    }
    List<String> packages =
        candidates.stream()
            .filter(name -> apt("install", "-s", NO_EXTRAS, name).ok())
            .limit(MOST)
            .toList();
    if (packages.isEmpty()) {
      throw EdosException.external("apt finds none of these installable: " + candidates);
    }
    List<String> install = new ArrayList<>(List.of("install", "-y", NO_EXTRAS));
    install.addAll(packages);
    Shell.Ended installed = apt(install.toArray(String[]::new));
    if (!installed.ok()) {
      throw EdosException.external("apt-get install failed:\n" + installed.tail());
    }
    int there = 0;
    for (String name : packages) {
      Shell.Ended status =
          Shell.run(
              root,
              Map.of("LC_ALL", "C"),
              LIMIT,
              "dpkg-query",
              "--admindir=" + root.resolve("var/lib/dpkg"),
              "-W",
              "-f",
              "${Status}",
              name);
      there += status.output().equals("install ok installed") ? 1 : 0;
    }
    return new Installation(true, there, there == packages.size());
  }

  private void prepare(byte[] openPgpKey, List<String> packages) throws IOException {
    for (String folder :
        List.of(
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "etc/apt/sources.list.d",
            "etc/apt/trusted.gpg.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg/info",
            "var/lib/dpkg/updates",
            "var/lib/dpkg/triggers",
            "var/log/apt",
            "tmp")) {
      Files.createDirectories(root.resolve(folder));
    }
    Path key = root.resolve("etc/apt/edos.asc");
    Files.write(key, openPgpKey);
    Files.writeString(root.resolve("var/lib/dpkg/status"), standIn(packages));
    Files.writeString(
        root.resolve("etc/apt/sources.list"),
        "deb [signed-by=%s] %s edos main\n".formatted(key, repository));
    Files.writeString(
        root.resolve("apt.conf"),
        """
        Dir "%1$s";
        Dir::State::status "%1$s/var/lib/dpkg/status";
        Dir::Bin::dpkg "/usr/bin/dpkg";
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Acquire::http::Proxy "false";
        DPkg::Options { "--root=%1$s"; "--force-not-root"; "--force-bad-path"; "--force-depends"; "--no-triggers"; };
        DPkg::Use-Pty "false";
        """
            .formatted(root));
  }

  /**
   * One installed package that provides all that this machine has, but for what is to be installed.
   */
  private static String standIn(List<String> packages) {
    Shell.Ended installed =
        Shell.run(
            Path.of("/"),
            Map.of("LC_ALL", "C"),
            LIMIT,
            "dpkg-query",
            "-W",
            "-f",
            "${Package} (= ${Version})\n");
    String provided =
        installed
            .output()
            .lines()
            .filter(line -> !packages.contains(line.split(" ", 2)[0]))
            .sorted()
            .distinct()
            .collect(Collectors.joining(", "));
    return """
    Package: edos-demo-base
    Status: install ok installed
    Architecture: all
    Multi-Arch: foreign
    Version: 1
    Maintainer: Edos <edos@localhost>
    Provides: %s
    Description: stands for a base system

    """
        .formatted(provided);
  }

  private Shell.Ended apt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(List.of(arguments));
    return Shell.run(
        root,
        Map.of(
            "APT_CONFIG",
            root.resolve("apt.conf").toString(),
            "LC_ALL",
            "C",
            "DEBIAN_FRONTEND",
            "noninteractive"),
        LIMIT,
        command.toArray(String[]::new));
  }
}
