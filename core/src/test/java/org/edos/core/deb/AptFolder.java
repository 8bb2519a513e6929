package org.edos.core.deb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.deb.AptIndexWriter.IndexedPackage;
import org.edos.core.deb.AptIndexWriter.SuiteHead;
import org.edos.core.deb.DebReader.DebFile;
import org.edos.core.unit.RepositoryPath;
import org.edos.testkit.TestData;

/** A repository of the real packages in a folder, with indexes that {@link AptIndexWriter} made. */
final class AptFolder {
  static final SuiteHead HEAD =
      new SuiteHead(
          "stable",
          "Edos Test",
          "test",
          "main",
          Instant.parse("2026-01-02T03:04:05Z"),
          Optional.empty());

  private AptFolder() {}

  /** Every real package, at pool/NAME. */
  static List<IndexedPackage> packages() throws IOException {
    List<IndexedPackage> packages = new ArrayList<>();
    for (Path file : TestData.debs()) {
      String name = file.getFileName().toString();
      DebFile read =
          DebReader.read(new ByteArrayInputStream(Files.readAllBytes(file)), name, "debian");
      packages.add(
          new IndexedPackage(new RepositoryPath("pool/" + name), read.metadata(), read.control()));
    }
    return packages;
  }

  /** Writes the repository. */
  static void write(Path root) throws IOException {
    for (Path file : TestData.debs()) {
      write(root, "pool/" + file.getFileName(), Files.readAllBytes(file));
    }
    for (Map.Entry<RepositoryPath, byte[]> index :
        AptIndexWriter.write(HEAD, packages()).entrySet()) {
      write(root, index.getKey().value(), index.getValue());
    }
  }

  static void write(Path root, String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, bytes);
  }
}
