package org.edos.systemtest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.metadata.PackageMetadata;

/**
 * What the real apt would install, from the archive that this machine is configured for, on a
 * machine that is only written down. Nothing is fetched, installed or changed.
 */
final class AptOracle {
  private static final Path HELPER = Path.of("/usr/lib/apt/apt-helper");

  private static final List<String> FIELDS =
      List.of(
          "Package",
          "Version",
          "Architecture",
          "Essential",
          "Multi-Arch",
          "Priority",
          "Pre-Depends",
          "Depends",
          "Recommends",
          "Conflicts",
          "Breaks",
          "Replaces",
          "Provides");

  private final Path root;
  private final Map<String, PackageMetadata> packages = new HashMap<>();
  private final Map<String, String> paragraphs = new HashMap<>();

  /**
   * What apt would do.
   *
   * @param files of packages, as {@code name_version_arch.deb}
   * @param bytes of them
   * @param removed names of packages
   */
  record Answer(Set<String> files, long bytes, Set<String> removed) {}

  /** In an empty folder. */
  AptOracle(Path root) throws IOException {
    this.root = root;
    for (String needed : List.of("cache/archives/partial", "log", "var/lib/dpkg")) {
      Files.createDirectories(root.resolve(needed));
    }
    Files.writeString(
        root.resolve("apt.conf"),
        """
        Dir::State::status "%1$s/var/lib/dpkg/status";
        Dir::Cache "%1$s/cache";
        Dir::Log "%1$s/log";
        APT::Architecture "amd64";
        APT::Architectures "amd64";
        APT::Sandbox::User "root";
        Debug::NoLocking "true";
        """
            .formatted(root));
    installed(Set.of());
    read();
  }

  /** Whether this machine has apt, and lists of an archive. */
  static boolean isHere() {
    return RealApt.present()
        && Files.isExecutable(HELPER)
        && !Ended.run(Path.of("/"), Map.of(), targets()).output().isBlank();
  }

  private static List<String> targets() {
    return List.of("apt-get", "indextargets", "--format", "$(FILENAME)", "Created-By: Packages");
  }

  private void read() throws IOException {
    for (String list : run(targets()).well().output().lines().toList()) {
      Path unpacked = root.resolve("Packages");
      Process process =
          new ProcessBuilder(HELPER.toString(), "cat-file", list)
              .redirectOutput(unpacked.toFile())
              .start();
      process.onExit().join();
      try (InputStream in = new BufferedInputStream(Files.newInputStream(unpacked))) {
        ControlParagraphs all = new ControlParagraphs(in, list);
        for (Optional<ControlParagraph> next = all.next(); next.isPresent(); next = all.next()) {
          PackageMetadata metadata = DebParagraphs.indexed(next.get(), "debian");
          if (packages.putIfAbsent(file(metadata), metadata.withFiles(List.of())) == null) {
            paragraphs.put(file(metadata), brief(next.get()));
          }
        }
      }
    }
  }

  /** Without what takes room and decides nothing. */
  private static String brief(ControlParagraph paragraph) {
    StringBuilder brief = new StringBuilder();
    for (String field : FIELDS) {
      String value = paragraph.text(field);
      if (!value.isEmpty()) {
        brief.append(field).append(": ").append(value).append('\n');
      }
    }
    return brief.toString();
  }

  static String file(PackageMetadata metadata) {
    return metadata.id().name()
        + "_"
        + metadata.id().version().replace(":", "%3a")
        + "_"
        + metadata.id().architecture()
        + ".deb";
  }

  /** What the archive offers. */
  List<PackageMetadata> offered() {
    return List.copyOf(packages.values());
  }

  /** The root in which dpkg's status lies. */
  Path root() {
    return root;
  }

  /** The names of packages of these priorities, and of the essential ones. */
  List<String> basic(Set<String> priorities) {
    return paragraphs.values().stream()
        .filter(text ->
            text.contains("\nEssential: yes")
                || priorities.stream().anyMatch(p -> text.contains("\nPriority: " + p + "\n")))
        .map(text -> text.lines().findFirst().orElseThrow().substring("Package: ".length()))
        .distinct()
        .sorted()
        .toList();
  }

  /** From now on these packages of the archive, by their files, are what is installed. */
  void installed(Set<String> files) throws IOException {
    StringBuilder status = new StringBuilder();
    for (String file : new TreeSet<>(files)) {
      status
          .append(paragraphs.get(file))
          .append("Status: install ok installed\nMaintainer: nobody\nDescription: none\n\n");
    }
    Files.writeString(root.resolve("var/lib/dpkg/status"), status);
    Files.deleteIfExists(root.resolve("cache/pkgcache.bin"));
    run(List.of("apt-cache", "gencaches")).well();
  }

  /** What apt would install for these names; empty where it finds no way. */
  Optional<Answer> install(boolean recommends, List<String> names) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "apt-get",
                "install",
                "-q",
                "-y",
                "--print-uris",
                "--allow-remove-essential",
                recommends ? "--install-recommends" : "--no-install-recommends"));
    command.addAll(names);
    Ended ended = run(command);
    if (ended.exitCode() != 0) {
      return Optional.empty();
    }
    Set<String> files = new TreeSet<>();
    Set<String> removed = new TreeSet<>();
    long bytes = 0;
    boolean removing = false;
    for (String line : ended.output().lines().toList()) {
      removing = line.contains("REMOVED:") || (removing && line.startsWith(" "));
      if (removing && line.startsWith(" ")) {
        removed.addAll(List.of(line.strip().split("\\s+")));
      } else if (line.startsWith("'")) {
        String[] parts = line.split(" ");
        files.add(parts[1]);
        bytes += Long.parseLong(parts[2]);
      }
    }
    return Optional.of(new Answer(files, bytes, removed));
  }

  /** Some systems' own settings switch apt's caches off; what the command line says comes last. */
  private Ended run(List<String> command) {
    List<String> cached = new ArrayList<>(command);
    cached.addAll(
        1,
        List.of(
            "-o", "Dir::Cache::pkgcache=pkgcache.bin",
            "-o", "Dir::Cache::srcpkgcache=srcpkgcache.bin"));
    return Ended.run(
        root, Map.of("APT_CONFIG", root.resolve("apt.conf").toString(), "LC_ALL", "C"), cached);
  }
}
