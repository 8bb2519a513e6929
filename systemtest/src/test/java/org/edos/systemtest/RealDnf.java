package org.edos.systemtest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real dnf and rpm that work in a root of their own; the machine itself is not touched. */
final class RealDnf {
  private final Path folder;
  private final URI repository;

  /** Works below an empty folder, on a release at a peer's gateway. */
  RealDnf(Path folder, URI repository) throws IOException {
    this.folder = folder;
    this.repository = repository;
    Files.createDirectories(folder.resolve("root"));
    Files.writeString(
        folder.resolve("dnf.conf"),
        """
        [main]
        reposdir=%1$s/none
        pluginpath=%1$s/none
        logdir=%1$s/log
        persistdir=%1$s/persist
        gpgcheck=0
        """
            .formatted(folder));
  }

  /** Whether this machine has what it takes. */
  static boolean present() {
    return Stream.of("dnf", "rpm")
        .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
  }

  /** {@code dnf install}. */
  Ended install(String... packages) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnf",
                "-y",
                "-q",
                "-c",
                folder.resolve("dnf.conf").toString(),
                "--installroot=" + folder.resolve("root"),
                "--releasever=1",
                "--setopt=tsflags=noscripts,nodocs",
                "--repofrompath=edos," + repository,
                "--repo=edos",
                "install"));
    command.addAll(List.of(packages));
    return Ended.run(folder, Map.of("LC_ALL", "C"), command);
  }

  /** {@code rpm -q}: name, version, release and architecture, or that it is not installed. */
  String status(String name) {
    return Ended.run(
            folder,
            Map.of("LC_ALL", "C"),
            List.of("rpm", "--root", folder.resolve("root").toString(), "-q", name))
        .output()
        .strip();
  }
}
