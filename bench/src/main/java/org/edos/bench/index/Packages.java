package org.edos.bench.index;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/**
 * The documents to be indexed: of the largest Packages index that apt has here, or, without apt, of
 * the packages in testdata over and over under changed names.
 *
 * @param origin what they are of
 * @param fromApt whether {@code apt-cache} knows the same packages
 * @param documents each of another unit
 */
record Packages(String origin, boolean fromApt, List<Document> documents) {
  private static final Path APT_HELPER = Path.of("/usr/lib/apt/apt-helper");

  /** At most that many documents. */
  static Packages read(Occasion occasion, int most) throws IOException, InterruptedException {
    Optional<Path> index = aptIndex(occasion.scratch());
    if (index.isPresent()) {
      return new Packages("packages of apt's largest list", true, documents(index.get(), most));
    }
    return new Packages(
        "packages made from testdata under changed names",
        false,
        repeated(occasion.checkout(), most));
  }

  /** The largest index, unpacked. */
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
    Optional<Path> largest =
        Files.readAllLines(names).stream()
            .map(Path::of)
            .filter(Files::isReadable)
            .max(Comparator.comparing(Packages::size));
    Path unpacked = scratch.resolve("Packages");
    if (largest.isPresent()
        && OtherProgram.print(
            List.of(APT_HELPER.toString(), "cat-file", largest.get().toString()), unpacked)) {
      return Optional.of(unpacked);
    }
    return Optional.empty();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static List<Document> documents(Path index, int most) throws IOException {
    List<Document> documents = new ArrayList<>();
    Set<UnitId> seen = new HashSet<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(index))) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, "Packages");
      Optional<ControlParagraph> next = paragraphs.next();
      while (next.isPresent() && documents.size() < most) {
        Document document = MetadataXml.write(DebParagraphs.indexed(next.get(), "debian"));
        if (seen.add(document.id())) {
          documents.add(document);
        }
        next = paragraphs.next();
      }
    }
    return documents;
  }

  private static List<Document> repeated(Path checkout, int most) throws IOException {
    List<PackageMetadata> real = new ArrayList<>();
    try (Stream<Path> files = Files.list(checkout.resolve("testdata/deb"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".deb")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          real.add(DebReader.read(in, String.valueOf(file.getFileName()), "debian").metadata());
        }
      }
    }
    if (real.isEmpty()) {
      throw EdosException.notFound(
          "there is no package in testdata/deb; run testdata/fetch-debs.sh");
    }
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      documents.add(MetadataXml.write(renamed(real.get(i % real.size()), i / real.size())));
    }
    return documents;
  }

  private static PackageMetadata renamed(PackageMetadata real, int round) {
    PackageId id = real.id();
    return new PackageMetadata(
        new PackageId(
            id.format(),
            id.distribution(),
            id.name() + "-n" + round,
            id.version(),
            id.architecture()),
        real.sha256(),
        real.size(),
        real.installedSize(),
        real.summary(),
        real.description(),
        real.category(),
        real.license(),
        real.maintainer(),
        real.homepage(),
        real.source(),
        real.date(),
        real.relations(),
        real.files());
  }
}
