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

  /** Works below an empty folder, on a release at a peer's gateway. */
  RealDnf(Path folder, URI repository) throws IOException {
    this(folder, repository, "");
  }

  /**
   * Works below an empty folder.
   *
   * @param repository its {@code baseurl}
   * @param options further lines about the repository, such as its proxy and keys
   */
  RealDnf(Path folder, URI repository, String options) throws IOException {
    this.folder = folder;
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

        [edos]
        name=edos
        baseurl=%2$s
        %3$s
        """
            .formatted(folder, repository, options));
  }

  /** Whether this machine has what it takes. */
  static boolean present() {
    return Stream.of("dnf", "rpm")
        .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
  }

  /** {@code dnf install}. */
  Ended install(String... packages) {
    return dnf(folder.resolve("root"), "install", List.of(packages));
  }

  /**
   * {@code dnf install --downloadonly} into a folder, with nothing kept of earlier calls.
   *
   * @param root an empty folder, or one to be made, for what dnf remembers
   */
  Ended download(Path root, Path into, List<String> packages) throws IOException {
    Files.createDirectories(into);
    List<String> arguments = new ArrayList<>(List.of("--downloadonly", "--downloaddir=" + into));
    arguments.addAll(packages);
    return dnf(Files.createDirectories(root), "install", arguments);
  }

  private Ended dnf(Path root, String verb, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnf",
                "-y",
                "-q",
                "-c",
                folder.resolve("dnf.conf").toString(),
                "--installroot=" + root,
                "--releasever=1",
                "--setopt=tsflags=noscripts,nodocs",
                "--repo=edos",
                verb));
    command.addAll(arguments);
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
