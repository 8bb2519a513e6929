package org.edos.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edos.bench.gateway.Repositories.Deb;
import org.edos.core.EdosException;

/** Runs a real apt or dnf in a root of its own, with nothing in its cache. Used by one thread. */
final class Manager {
  private static final long MOST_SECONDS = 300;

  private final Path root;
  private final Map<String, String> environment;
  private final List<String> command;
  private int downloads;

  private Manager(Path root, Map<String, String> environment, List<String> command) {
    this.root = root;
    this.environment = environment;
    this.command = command;
  }

  /**
   * An apt.
   *
   * @param root an empty folder
   * @param origin whose folder {@code apt/} is the repository
   * @param proxy to use, if any
   */
  static Manager apt(Path root, URI origin, Optional<URI> proxy, byte[] key) throws IOException {
    for (String folder :
        List.of(
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg",
            "tmp")) {
      Files.createDirectories(root.resolve(folder));
    }
    Path keyFile = Files.write(root.resolve("etc/apt/key.asc"), key);
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    Files.writeString(
        root.resolve("etc/apt/sources.list"),
        "deb [arch=amd64 signed-by=%s] %s stable main\n".formatted(keyFile, origin.resolve("apt")));
    Path conf =
        Files.writeString(
            root.resolve("apt.conf"),
            """
            Dir "%1$s";
            Dir::State::status "%1$s/var/lib/dpkg/status";
            APT::Sandbox::User "";
            APT::Architecture "amd64";
            Acquire::Languages "none";
            Acquire::http::Proxy "%2$s";
            """
                .formatted(root, proxy.map(URI::toString).orElse("false")));
    Manager apt =
        new Manager(
            root,
            Map.of("APT_CONFIG", conf.toString(), "LC_ALL", "C", "no_proxy", ""),
            List.of("apt-get", "-q", "-y"));
    apt.run(root, List.of("update", "--error-on=any"));
    return apt;
  }

  /**
   * A dnf, whose every download begins with the metadata.
   *
   * @param root an empty folder
   * @param origin whose folder {@code rpm/} is the repository
   * @param proxy to use, if any
   */
  static Manager dnf(Path root, URI origin, Optional<URI> proxy, byte[] key) throws IOException {
    Path keyFile = Files.write(root.resolve("key.asc"), key);
    Path conf =
        Files.writeString(
            root.resolve("dnf.conf"),
            """
            [main]
            reposdir=%1$s/none
            pluginpath=%1$s/none
            logdir=%1$s/log
            persistdir=%1$s/persist
            [t]
            name=t
            baseurl=%2$s
            gpgcheck=1
            repo_gpgcheck=1
            gpgkey=%3$s
            %4$s
            """
                .formatted(
                    root,
                    origin.resolve("rpm"),
                    keyFile.toUri(),
                    proxy.map(uri -> "proxy=" + uri).orElse("")));
    return new Manager(
        root,
        Map.of("LC_ALL", "C", "no_proxy", ""),
        List.of("dnf", "-y", "-q", "-c", conf.toString(), "--releasever=1", "--repo=t"));
  }

  /** Seconds to download packages anew with apt, after its update. */
  double aptDownload(List<Deb> debs) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("download"));
    debs.forEach(deb -> arguments.add(deb.name()));
    return downloaded(arguments, into(), ".deb", debs.size());
  }

  /** Seconds to fetch the metadata and download packages with dnf. */
  double dnfDownload(List<String> packages) throws IOException {
    Path into = into();
    Path installRoot = Files.createDirectories(root.resolve("root-" + downloads));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--installroot=" + installRoot,
                "--downloaddir=" + into,
                "--downloadonly",
                "install"));
    arguments.addAll(packages);
    try {
      return downloaded(arguments, into, ".rpm", packages.size());
    } finally {
      endKeyAgents(installRoot.resolve("var/cache/dnf"));
    }
  }

  /** dnf leaves an agent of GnuPG running for each folder of keys. */
  private static void endKeyAgents(Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return;
    }
    try (Stream<Path> folders = Files.walk(cache, 2)) {
      for (Path keys : folders.filter(folder -> folder.endsWith("pubring")).toList()) {
        new ProcessBuilder("gpgconf", "--homedir", keys.toString(), "--kill", "gpg-agent")
            .start()
            .waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path into() throws IOException {
    return Files.createDirectories(root.resolve("downloads-" + downloads++));
  }

  private double downloaded(List<String> arguments, Path into, String ending, int count)
      throws IOException {
    double seconds = run(into, arguments);
    try (Stream<Path> files = Files.list(into)) {
      long got = files.filter(file -> file.toString().endsWith(ending)).count();
      if (got != count) {
        throw EdosException.external(command.getFirst() + " got " + got + " of " + count);
      }
    }
    return seconds;
  }

  private double run(Path folder, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    Path log = root.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw EdosException.external(command.getFirst() + " did not end: " + tail(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw EdosException.external(command.getFirst() + " failed: " + tail(log));
    }
    return seconds;
  }

  private static String tail(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
    return text.substring(Math.max(0, text.length() - 300)).replace('\n', ' ');
  }
}
