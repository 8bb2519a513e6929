package org.edos.core.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.RepositoryPath;
import org.edos.testkit.TestData;

/** Real repositories of the real packages, made in a folder of the test. */
final class Repositories {
  static final Instant DATE = Instant.parse("2026-01-01T00:00:00Z");

  private Repositories() {}

  /** Copies every real package into a folder, and answers what their headers say. */
  static Map<RepositoryPath, RpmPackage> packagesInto(Path folder) throws IOException {
    Map<RepositoryPath, RpmPackage> packages = new TreeMap<>();
    for (Path rpm : TestData.rpms()) {
      RepositoryPath path = new RepositoryPath("packages/" + rpm.getFileName());
      Path target = folder.resolve(path.value());
      Files.createDirectories(target.getParent());
      Files.copy(rpm, target);
      try (InputStream in = Files.newInputStream(rpm)) {
        packages.put(path, new RpmReader().read(path.value(), in));
      }
    }
    return packages;
  }

  /** Makes a repository with our own indexes. */
  static Map<RepositoryPath, RpmPackage> written(Path folder) throws IOException {
    Map<RepositoryPath, RpmPackage> packages = packagesInto(folder);
    for (var file : RpmIndexWriter.write(packages, DATE).entrySet()) {
      Path target = folder.resolve(file.getKey().value());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    return packages;
  }

  /** What the header of the package at this place said. */
  static PackageMetadata header(Map<RepositoryPath, RpmPackage> packages, RepositoryPath path) {
    return Objects.requireNonNull(packages.get(path), path.value()).metadata();
  }

  /** What the program printed, both streams; fails when the program does. */
  static String run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed:\n" + printed);
    }
    return printed;
  }
}
