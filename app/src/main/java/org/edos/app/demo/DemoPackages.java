package org.edos.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;

/**
 * The real packages that the demonstration works on, and the three releases made of them: R1 is
 * large; R2 and R3 are smaller and share parts with it.
 *
 * @param source where the packages are from, for people
 * @param releases folders of package files: R1, R2, R3
 * @param rpms a folder of .rpm files, where there are any
 */
record DemoPackages(String source, List<Path> releases, Optional<Path> rpms) {
  private static final int LEAST = 12;

  /** Names that every Debian has, small to middling, so that a first run takes seconds to fetch. */
  private static final List<String> WANTED =
      List.of(
          "bc",
          "bsdextrautils",
          "bzip2",
          "cpio",
          "cowsay",
          "dc",
          "ed",
          "figlet",
          "file",
          "fortune-mod",
          "fortunes-min",
          "gawk",
          "hello",
          "jq",
          "less",
          "libbz2-1.0",
          "libexpat1",
          "libgmp10",
          "libjq1",
          "libmagic1",
          "libmpfr6",
          "libonig5",
          "libpcre2-8-0",
          "libreadline8",
          "libsigsegv2",
          "libssl3",
          "libxml2",
          "libyaml-0-2",
          "libzstd1",
          "lsof",
          "m4",
          "make",
          "mawk",
          "nano",
          "netcat-openbsd",
          "patch",
          "pv",
          "readline-common",
          "rsync",
          "screen",
          "sed",
          "sl",
          "sqlite3",
          "libsqlite3-0",
          "strace",
          "tar",
          "time",
          "tree",
          "units",
          "unzip",
          "vim-common",
          "wdiff",
          "wget",
          "xxd",
          "xz-utils",
          "zip",
          "zstd");

  /**
   * Gathers packages into a folder: from the tree given, else with this machine's apt, else those
   * that come with Edos.
   *
   * @param work an empty folder
   * @param testdata the folder of packages that comes with Edos, where this is a checkout
   * @throws EdosException (usage) if the tree has too few packages
   */
  static DemoPackages gather(Path work, Optional<Path> tree, Optional<Path> testdata) {
    try {
      if (tree.isPresent()) {
        return fromTree(work, tree.get(), testdata);
      }
      Optional<DemoPackages> fetched = fetched(work, testdata);
      if (fetched.isPresent()) {
        return fetched.get();
      }
      Path bundled =
          testdata.orElseThrow(() ->
              EdosException.usage(
                  "no apt here and no packages beside Edos: name some with --tree DIR"));
      return split("the packages that come with Edos", work, debs(bundled), testdata);
    } catch (IOException e) {
      throw EdosException.external("cannot gather packages: " + e, e);
    }
  }

  private static DemoPackages fromTree(Path work, Path tree, Optional<Path> testdata)
      throws IOException {
    List<Path> packages = debs(tree);
    if (packages.isEmpty()) {
      packages = files(tree, ".rpm");
    }
    if (packages.size() < LEAST) {
      throw EdosException.usage(
          tree
              + " holds "
              + packages.size()
              + " packages; the demonstration needs at least "
              + LEAST);
    }
    return split(tree.toString(), work, packages, testdata);
  }

  private static Optional<DemoPackages> fetched(Path work, Optional<Path> testdata)
      throws IOException {
    if (!Shell.has("apt-get")) {
      return Optional.empty();
    }
    Path folder = Files.createDirectories(work.resolve("fetched"));
    List<String> command =
        new ArrayList<>(List.of("apt-get", "download", "-q", "-o", "APT::Sandbox::User=root"));
    command.addAll(known(work));
    if (command.size() < LEAST) {
      return Optional.empty();
    }
    Shell.run(folder, Map.of("LC_ALL", "C"), Duration.ofMinutes(3), command.toArray(String[]::new));
    List<Path> packages = debs(folder);
    return packages.size() < LEAST
        ? Optional.empty()
        : Optional.of(split("this machine's apt", work, packages, testdata));
  }

  /**
   * Those of the wanted names that this machine's apt can fetch; one unknown name would fail the
   * whole download.
   */
  private static List<String> known(Path work) {
    List<String> command = new ArrayList<>(List.of("apt-cache", "show", "--no-all-versions"));
    command.addAll(WANTED);
    Shell.Ended shown =
        Shell.run(
            work, Map.of("LC_ALL", "C"), Duration.ofMinutes(1), command.toArray(String[]::new));
    return shown
        .output()
        .lines()
        .filter(line -> line.startsWith("Package: "))
        .map(line -> line.substring("Package: ".length()).strip())
        .filter(WANTED::contains)
        .distinct()
        .toList();
  }

  private static DemoPackages split(
      String source, Path work, List<Path> packages, Optional<Path> testdata) throws IOException {
    List<Path> releases = new ArrayList<>();
    for (String name : List.of("R1", "R2", "R3")) {
      releases.add(Files.createDirectories(work.resolve("trees").resolve(name)));
    }
    for (int i = 0; i < packages.size(); i++) {
      int part = i % 10;
      // R1 has seven tenths; R2 has three of those and two of its own; R3 shares with both and adds
      // the last tenth.
      place(packages.get(i), releases.get(0), part < 7);
      place(packages.get(i), releases.get(1), part >= 4 && part < 9);
      place(packages.get(i), releases.get(2), part >= 6);
    }
    Optional<Path> rpms =
        testdata.map(folder -> folder.resolve("rpm")).filter(folder -> Files.isDirectory(folder));
    return new DemoPackages(source, releases, rpms);
  }

  private static void place(Path file, Path folder, boolean wanted) throws IOException {
    if (!wanted) {
      return;
    }
    Path target = folder.resolve(file.getFileName().toString());
    if (Files.exists(target)) {
      return;
    }
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target); // another file system
    }
  }

  /**
   * Names of the .deb packages of a release that have no maintainer scripts, so that no base system
   * is needed.
   */
  List<String> withoutScripts(Path release) {
    List<String> names = new ArrayList<>();
    for (Path file : filesOf(release)) {
      Shell.Ended info =
          Shell.run(
              release,
              Map.of("LC_ALL", "C"),
              Duration.ofMinutes(1),
              "dpkg-deb",
              "--info",
              file.toString());
      if (info.ok() && !info.output().contains("postinst") && !info.output().contains("preinst")) {
        names.add(file.getFileName().toString().split("_", 2)[0]);
      }
    }
    return names;
  }

  private static List<Path> filesOf(Path release) {
    try {
      return debs(release);
    } catch (IOException e) {
      throw EdosException.external("cannot read " + release, e);
    }
  }

  private static List<Path> debs(Path folder) throws IOException {
    return files(folder, ".deb");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }
}
