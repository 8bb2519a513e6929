package org.edos.systemtest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real apt and dpkg that work in a root of their own; the machine itself is not touched. */
final class RealApt {
  private final Path root;

  /**
   * Makes the root.
   *
   * @param root an empty folder
   * @param repository the release at a peer's gateway
   * @param key the OpenPGP key that is to have signed it, armoured or not
   */
  RealApt(Path root, URI repository, byte[] key) throws IOException {
    this(root, repository, "edos", Optional.empty(), key);
  }

  /**
   * Makes the root.
   *
   * @param root an empty folder
   * @param repository as sources.list names it
   * @param suite of the repository
   * @param proxy to use, if any
   * @param key the OpenPGP key that is to have signed it, armoured or not
   */
  RealApt(Path root, URI repository, String suite, Optional<URI> proxy, byte[] key)
      throws IOException {
    this.root = root;
    for (String folder :
        List.of(
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
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
    Path keyFile = root.resolve(key[0] == '-' ? "etc/apt/edos.asc" : "etc/apt/edos.gpg");
    Files.write(keyFile, key);
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    Files.writeString(
        root.resolve("etc/apt/sources.list"),
        "deb [signed-by=%s] %s %s main\n".formatted(keyFile, repository, suite));
    Files.writeString(
        root.resolve("apt.conf"),
        """
        Dir "%1$s";
        Dir::State::status "%1$s/var/lib/dpkg/status";
        Dir::Bin::dpkg "/usr/bin/dpkg";
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Acquire::http::Proxy "%2$s";
        DPkg::Options { "--root=%1$s"; "--force-not-root"; "--force-bad-path"; "--no-triggers"; };
        DPkg::Use-Pty "false";
        """
            .formatted(root, proxy.map(URI::toString).orElse("false")));
  }

  /** Whether this machine has what it takes. */
  static boolean present() {
    return Stream.of("apt-get", "dpkg")
        .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
  }

  /** {@code apt-get} with these arguments. */
  Ended aptGet(String... arguments) {
    return aptGet(root, arguments);
  }

  /** {@code apt-get download}: just these packages, into a folder. */
  Ended download(Path into, List<String> packages) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("download"));
    arguments.addAll(packages);
    return aptGet(Files.createDirectories(into), arguments.toArray(String[]::new));
  }

  private Ended aptGet(Path folder, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "-q", "-y", "--no-install-recommends"));
    command.addAll(List.of(arguments));
    return Ended.run(
        folder,
        Map.of(
            "APT_CONFIG",
            root.resolve("apt.conf").toString(),
            "LC_ALL",
            "C",
            "DEBIAN_FRONTEND",
            "noninteractive",
            "TMPDIR",
            root.resolve("tmp").toString()),
        command);
  }

  /** What dpkg says of a package, such as {@code install ok installed 1.0}. */
  String status(String name) {
    return Ended.run(
            root,
            Map.of("LC_ALL", "C"),
            List.of(
                "dpkg-query",
                "--admindir=" + root.resolve("var/lib/dpkg"),
                "-W",
                "-f",
                "${Status} ${Version}",
                name))
        .output();
  }
}
