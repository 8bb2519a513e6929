package org.edos.bench.index;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;
import org.edos.core.deb.DebReader;

/**
 * The list of packages that is measured with: the file that PACKAGES names, or the largest list
 * that apt has here, or, without apt, the packages in testdata over and over under changed names.
 *
 * @param file unpacked
 * @param origin what it is
 */
public record PackagesFile(Path file, String origin) {
  private static final Path APT_HELPER = Path.of("/usr/lib/apt/apt-helper");

  /**
   * A file of at most that many packages.
   *
   * @throws EdosException if the file that is named cannot be read, or there is none at all
   * @throws IOException if a file or another program fails
   * @throws InterruptedException if the thread is interrupted
   */
  public static PackagesFile find(Occasion occasion, int most)
      throws IOException, InterruptedException {
    Optional<Path> named =
        Optional.ofNullable(System.getenv("PACKAGES")).filter(n -> !n.isBlank()).map(Path::of);
    Path unpacked = occasion.scratch().resolve("unpacked");
    Path file = occasion.scratch().resolve("Packages");
    if (named.isPresent()) {
      unpack(named.get(), unpacked);
      cut(unpacked, file, most);
      return new PackagesFile(file, String.valueOf(named.get().getFileName()));
    }
    Optional<Path> largest = aptIndex(occasion.scratch());
    if (largest.isPresent()) {
      unpack(largest.get(), unpacked);
      cut(unpacked, file, most);
      return new PackagesFile(file, described(largest.get()) + " of apt's lists");
    }
    repeat(occasion.checkout(), file, Math.min(most, 60_000));
    return new PackagesFile(file, "packages of testdata under changed names");
  }

  /** What apt's name of a list says of the distribution, without the server it came from. */
  private static String described(Path list) {
    String name = String.valueOf(list.getFileName());
    int distribution = name.indexOf("_dists_");
    return distribution < 0
        ? "a distribution"
        : name.substring(distribution + "_dists_".length())
            .replaceFirst("_Packages.*$", "")
            .replace("_binary-", " ")
            .replace('_', ' ');
  }

  private static void unpack(Path packed, Path unpacked) throws IOException, InterruptedException {
    if (!Files.isReadable(packed)) {
      throw EdosException.usage("PACKAGES names no file that can be read: " + packed);
    }
    if (!Files.isExecutable(APT_HELPER)) {
      Files.copy(packed, unpacked);
    } else if (!OtherProgram.print(
        List.of(APT_HELPER.toString(), "cat-file", packed.toString()), unpacked)) {
      throw EdosException.external("apt-helper cannot unpack " + packed);
    }
  }

  private static Optional<Path> aptIndex(Path scratch) throws IOException, InterruptedException {
    Optional<Path> apt = OtherProgram.find("apt-get");
    Path names = scratch.resolve("indextargets");
    if (apt.isEmpty()
        || !Files.isExecutable(APT_HELPER)
        || !OtherProgram.print(
            List.of(
                apt.get().toString(),
                "indextargets",
                "--format",
                "$(FILENAME)",
                "Created-By: Packages"),
            names)) {
      return Optional.empty();
    }
    return Files.readAllLines(names).stream()
        .map(Path::of)
        .filter(Files::isReadable)
        .max(Comparator.comparingLong(path -> path.toFile().length()));
  }

  private static void cut(Path whole, Path file, int most) throws IOException {
    int packages = 0;
    try (BufferedReader in = Files.newBufferedReader(whole);
        BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String line = in.readLine(); line != null && packages < most; line = in.readLine()) {
        out.write(line);
        out.write('\n');
        if (line.isEmpty()) {
          packages++;
        }
      }
    }
    Files.delete(whole);
  }

  private static void repeat(Path checkout, Path file, int most) throws IOException {
    List<String> controls = new ArrayList<>();
    try (Stream<Path> files = Files.list(checkout.resolve("testdata/deb"))) {
      for (Path deb : files.filter(f -> f.toString().endsWith(".deb")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(deb)) {
          controls.add(paragraph(DebReader.read(in, String.valueOf(deb.getFileName()), "debian")));
        }
      }
    }
    if (controls.isEmpty()) {
      throw EdosException.notFound(
          "there is no package in testdata/deb; run testdata/fetch-debs.sh");
    }
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int i = 0; i < most; i++) {
        String control = controls.get(i % controls.size());
        int round = i / controls.size();
        out.write(control.replaceFirst("(?m)^Package: (.*)$", "Package: $1-n" + round));
        out.write('\n');
      }
    }
  }

  private static String paragraph(DebReader.DebFile deb) {
    return deb.control().strip()
        + "\nFilename: pool/"
        + deb.metadata().id().name()
        + ".deb\nSize: "
        + deb.metadata().size()
        + "\nSHA256: "
        + deb.metadata().sha256().hex()
        + "\n";
  }
}
