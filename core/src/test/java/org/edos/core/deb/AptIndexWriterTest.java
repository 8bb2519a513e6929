package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.edos.core.EdosException;
import org.edos.core.deb.AptIndexWriter.IndexedPackage;
import org.edos.core.deb.AptIndexWriter.SuiteHead;
import org.edos.core.unit.RepositoryPath;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AptIndexWriterTest {
  @Test
  void givesTheSameBytesInWhateverOrderThePackagesCome() throws IOException {
    List<IndexedPackage> shuffled = new ArrayList<>(AptFolder.packages());
    Collections.shuffle(shuffled, new Random(1));
    assertThat(texts(AptIndexWriter.write(AptFolder.HEAD, shuffled)))
        .isEqualTo(texts(AptIndexWriter.write(AptFolder.HEAD, AptFolder.packages())));
  }

  @Test
  void saysInTheReleaseWhatAptNeeds() throws IOException {
    SuiteHead head =
        new SuiteHead(
            "stable",
            "Edos",
            "test",
            "main",
            Instant.parse("2026-01-02T03:04:05Z"),
            Optional.of(Instant.parse("2026-02-03T03:04:05Z")));
    byte[] release =
        AptIndexWriter.write(head, AptFolder.packages())
            .get(new RepositoryPath("dists/stable/Release"));
    assertThat(new String(release, StandardCharsets.UTF_8))
        .startsWith(
            """
            Origin: Edos
            Label: test
            Suite: stable
            Codename: stable
            Date: Fri, 02 Jan 2026 03:04:05 UTC
            Valid-Until: Tue, 03 Feb 2026 03:04:05 UTC
            Acquire-By-Hash: yes
            No-Support-for-Architecture-all: Packages
            Architectures: amd64
            Components: main
            SHA256:
            """)
        .contains(" main/binary-amd64/Packages.xz\n");
  }

  @Test
  void givesPackagesForAllArchitecturesAnIndexOfTheirOwnWhereThereAreNoOthers() throws IOException {
    List<IndexedPackage> all =
        AptFolder.packages().stream()
            .filter(p -> p.metadata().id().architecture().equals("all"))
            .toList();
    assertThat(texts(AptIndexWriter.write(AptFolder.HEAD, all)))
        .containsKey(new RepositoryPath("dists/stable/main/binary-all/Packages"))
        .doesNotContainKey(new RepositoryPath("dists/stable/main/binary-amd64/Packages"));
  }

  @Test
  void letsNoControlFileSpeakForTheIndex() throws IOException {
    IndexedPackage honest = AptFolder.packages().getFirst();
    String control = honest.control() + "filename: ../x\nSHA256: 0\n 1\nSize: 1\nSection: x\n";
    String lying = control.replaceFirst("(?m)^Section:.*\n", "");
    String packages = packages(new IndexedPackage(honest.path(), honest.metadata(), lying));
    assertThat(packages)
        .contains("Section: x\nFilename: pool/")
        .doesNotContain("../x")
        .doesNotContain("\n 1\n");
    String two = honest.control() + "\nPackage: second\n";
    assertThatThrownBy(() -> packages(new IndexedPackage(honest.path(), honest.metadata(), two)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("not one paragraph");
  }

  @Test
  void refusesSuitesThatAreNoFolder() {
    for (String name : List.of("../x", "", "a/b", ".", "a\nb")) {
      assertThatThrownBy(
              () -> new SuiteHead(name, "o", "l", "main", Instant.EPOCH, Optional.empty()))
          .isInstanceOf(EdosException.class);
    }
  }

  @Test
  void aptUpdatesFromItAndDownloadsEveryPackage(@TempDir Path folder) throws Exception {
    InstalledProgram.require("apt-get");
    Path repository = folder.resolve("repository");
    AptFolder.write(repository);
    Apt apt =
        Apt.isolated(folder, "deb [trusted=yes arch=amd64] copy:" + repository + " stable main");
    apt.run("update");
    for (IndexedPackage listed : AptFolder.packages()) {
      apt.run("download", listed.metadata().id().name() + "=" + listed.metadata().id().version());
    }
    try (var downloaded = Files.list(apt.downloads())) {
      assertThat(downloaded).hasSameSizeAs(TestData.debs());
    }
  }

  @Test
  void aptFindsPackagesForAllArchitecturesAlone(@TempDir Path folder) throws Exception {
    InstalledProgram.require("apt-get");
    Path repository = folder.resolve("repository");
    AptFolder.write(repository);
    List<IndexedPackage> all =
        AptFolder.packages().stream()
            .filter(p -> p.metadata().id().architecture().equals("all"))
            .toList();
    for (var index : AptIndexWriter.write(AptFolder.HEAD, all).entrySet()) {
      AptFolder.write(repository, index.getKey().value(), index.getValue());
    }
    Apt apt = Apt.isolated(folder, "deb [trusted=yes] copy:" + repository + " stable main");
    apt.run("update");
    apt.run(
        "install",
        "--download-only",
        "--yes",
        "--no-install-recommends",
        "node-pump",
        "node-brotli-size");
    assertThat(folder.resolve("cache/archives/node-wrappy_1.0.2-3_all.deb")).exists();
  }

  private static String packages(IndexedPackage listed) {
    SortedMap<RepositoryPath, byte[]> files = AptIndexWriter.write(AptFolder.HEAD, List.of(listed));
    return texts(files).entrySet().stream()
        .filter(file -> file.getKey().fileName().equals("Packages"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Map<RepositoryPath, String> texts(Map<RepositoryPath, byte[]> files) {
    Map<RepositoryPath, String> texts = new java.util.TreeMap<>();
    files.forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.ISO_8859_1)));
    return texts;
  }
}
