package org.edos.role.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.deb.AptIndexWriter;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.RepositorySource;
import org.edos.core.rpm.RpmIndexWriter;
import org.edos.core.rpm.RpmPackage;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.http.HttpOrigin;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.FolderServer;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases whose packages stay at an existing repository. */
final class OriginPublishingTest {
  private static final String INDEXES = "dists/stable/main/binary-amd64/";
  private static final HttpOrigin.Patience IMPATIENT =
      new HttpOrigin.Patience(
          4, 1, Duration.ofMillis(1), Duration.ofSeconds(5), Duration.ofSeconds(5));

  @TempDir Path folder;
  private final HttpOrigin http = new HttpOrigin(IMPATIENT, Map.of());
  private Machine machine;
  private FolderServer server;
  private Path remote;

  @BeforeEach
  void open() throws IOException {
    machine = new Machine(folder.resolve("machine"), new MemorySwarm());
    machine.origins = http;
    remote = Files.createDirectories(folder.resolve("remote"));
    server = new FolderServer(remote);
  }

  @AfterEach
  void close() {
    server.close();
    http.close();
    machine.close();
  }

  @Test
  void aTreeOfIndexesAloneIsPublishedWithoutAPackageHere() throws IOException {
    indexes(remote);
    PublishedRelease release = publishFolder();
    Composition composition = composition(release);
    assertThat(composition.origin()).contains(new Origin(server.address()));
    assertThat(release.packages()).isEqualTo(TestData.debs().size());
    for (Composition.Entry entry : composition.entries()) {
      boolean here = machine.store.find(entry.sha256()).isPresent();
      assertThat(here).as(entry.path().value()).isNotEqualTo(entry.unit() instanceof PackageId);
      assertThat(machine.index.document(entry.unit()).orElseThrow().sha256())
          .isEqualTo(entry.document());
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void onlyWhatIsHereIsAnnounced() throws IOException {
    indexes(remote);
    Composition composition = composition(publishFolder());
    Composition.Entry somePackage =
        composition.entries().stream()
            .filter(entry -> entry.unit() instanceof PackageId)
            .findFirst()
            .orElseThrow();
    assertThat(machine.locations.locate(List.of(somePackage.sha256()))).isEmpty();
  }

  @Test
  void theProgressIsExactAtTheEnd() throws IOException {
    indexes(remote);
    publishFolder();
    assertThat(machine.events)
        .filteredOn(PublishEvent.Described.class::isInstance)
        .last()
        .isInstanceOfSatisfying(
            PublishEvent.Described.class,
            event -> assertThat(event.doneBytes()).isEqualTo(event.totalBytes()).isPositive());
  }

  @Test
  void theListsOfFilesComeFromTheContentsIndex() throws IOException {
    indexes(remote);
    contents(
        remote,
        "usr/bin/bracket [\t utils/debugbreak\n"
            + "usr/share/doc/shared   libs/debugbreak,web/node-once\n"
            + "usr/share/grüße.txt web/node-once\n");
    publishFolder();
    assertThat(metadata("debugbreak").files())
        .containsExactly("/usr/bin/bracket [", "/usr/share/doc/shared");
    assertThat(metadata("node-once").files())
        .containsExactly("/usr/share/doc/shared", "/usr/share/grüße.txt");
    assertThat(metadata("node-wrappy").files()).isEmpty();
    assertThat(machine.work.resolve("file-lists")).doesNotExist();
  }

  @Test
  void theListsOfFilesOfRpmsComeFromTheirIndex() throws IOException {
    Map<RepositoryPath, RpmPackage> read = new java.util.TreeMap<>();
    for (Path file : TestData.rpms()) {
      RepositoryPath path = new RepositoryPath("p/" + file.getFileName());
      read.put(
          path,
          new RpmReader()
              .read(path.fileName(), new ByteArrayInputStream(Files.readAllBytes(file))));
    }
    for (Map.Entry<RepositoryPath, byte[]> index :
        RpmIndexWriter.write(new java.util.TreeMap<>(read), Instant.EPOCH).entrySet()) {
      write(remote, index.getKey().value(), index.getValue());
    }
    PublishedRelease release = publishFolder();
    assertThat(release.packages()).isEqualTo(TestData.rpms().size());
    for (RpmPackage one : read.values()) {
      assertThat(metadata(one.metadata().id()).files())
          .containsExactlyInAnyOrderElementsOf(one.metadata().files());
    }
  }

  @Test
  void anAddressIsPublishedFromItsSuite() throws IOException {
    indexes(remote);
    PublishedRelease release = publishAddress("dists/stable", List.of("amd64"));
    assertThat(release.packages()).isEqualTo(TestData.debs().size());
    assertThat(composition(release).origin()).contains(new Origin(server.address()));
    assertThat(server.asked()).noneMatch(path -> path.startsWith("pool/"));
  }

  @Test
  void whatLiesAtItsOriginIsNotGivenToEverybodyWhole() throws IOException {
    indexes(remote);
    Composition composition = composition(publishFolder());
    assertThatThrownBy(() -> Strategies.refuseUnfit(composition, WholeRelease.NAME))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("choose another");
    Strategies.refuseUnfit(composition, Strategies.standard().name());
  }

  @Test
  void anInterruptedFetchGoesOnWhereItWas() throws IOException {
    indexes(remote);
    write(remote, "dists/stable/main/i18n/Translation-en", "Package: x\n".getBytes(UTF_8));
    vouch(remote, "main/i18n/Translation-en");
    server.behave(exchange -> {
      boolean broken = exchange.getRequestURI().getPath().contains("Translation");
      if (broken) {
        exchange.sendResponseHeaders(500, -1);
      }
      return broken;
    });
    assertThatThrownBy(() -> publishAddress("dists/stable", List.of("amd64")))
        .hasMessageContaining("answered 500");
    assertThat(machine.index.releases()).isEmpty();
    server.behave(exchange -> false);
    server.forget();
    publishAddress("dists/stable", List.of("amd64"));
    assertThat(server.asked())
        .anyMatch(path -> path.contains("Translation"))
        .noneMatch(path -> path.contains("Packages"));
  }

  @Test
  void anIndexThatIsNotTheOnePromisedIsRefused() throws IOException {
    indexes(remote);
    for (String name : List.of("Packages", "Packages.gz", "Packages.xz")) {
      Path file = remote.resolve(INDEXES + name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    try (Stream<Path> files = Files.walk(remote)) {
      for (Path file : files.filter(path -> path.toString().contains("by-hash")).toList()) {
        Files.deleteIfExists(Files.isRegularFile(file) ? file : file.resolve("none"));
      }
    }
    assertThatThrownBy(() -> publishAddress("dists/stable", List.of("amd64")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED))
        .hasMessageContaining("is not the file that the repository's root promises");
    assertThat(machine.index.releases()).isEmpty();
  }

  @Test
  void whatASuiteLacksIsSaidWithWhatItHas() throws IOException {
    indexes(remote);
    assertThatThrownBy(() -> publishAddress("dists/stable", List.of("sparc")))
        .hasMessageContaining("no architecture 'sparc'; there are: ")
        .hasMessageContaining("amd64");
    assertThatThrownBy(() -> publishAddress("dists/other", List.of()))
        .hasMessageContaining("has no suite 'other'");
    assertThatThrownBy(() -> publishAddress("", List.of()))
        .hasMessageContaining("name a suite with --suite NAME");
  }

  @Test
  void packagesAloneHaveNoOrigin() {
    Path bare = Machine.debs(folder.resolve("bare"), 2);
    RepositorySource source =
        new RepositorySource.Folder(bare, Optional.of(new Origin(server.address())));
    assertThatThrownBy(() -> publish(source)).hasMessageContaining("the tree has no indexes");
  }

  private PublishedRelease publishFolder() {
    return publish(new RepositorySource.Folder(remote, Optional.of(new Origin(server.address()))));
  }

  private PublishedRelease publishAddress(String path, List<String> architectures) {
    return publish(
        RepositorySource.Remote.of(
            server.address().resolve(path).toString(), List.of(), architectures, List.of(), true));
  }

  private PublishedRelease publish(RepositorySource source) {
    return machine
        .publishing()
        .publish(
            new Publishing.Request(source, "demo", Optional.empty()),
            none -> Optional.empty(),
            machine.events::add);
  }

  private Composition composition(PublishedRelease release) {
    return CompositionXml.read(machine.index.composition(release.id()).orElseThrow().xml());
  }

  private PackageMetadata metadata(String name) {
    return composition(machine.index.releases().getFirst()).entries().stream()
        .map(Composition.Entry::unit)
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .map(unit -> metadata((PackageId) unit))
        .orElseThrow();
  }

  private PackageMetadata metadata(PackageId id) {
    return (PackageMetadata) MetadataXml.read(machine.index.document(id).orElseThrow().xml());
  }

  /** The indexes of every real .deb, and none of these. */
  private static void indexes(Path root) throws IOException {
    List<AptIndexWriter.IndexedPackage> indexed = new ArrayList<>();
    for (Path file : TestData.debs()) {
      String name = file.getFileName().toString();
      DebReader.DebFile read =
          DebReader.read(new ByteArrayInputStream(Files.readAllBytes(file)), name, "debian");
      indexed.add(
          new AptIndexWriter.IndexedPackage(
              new RepositoryPath("pool/" + name), read.metadata(), read.control()));
    }
    AptIndexWriter.SuiteHead head =
        new AptIndexWriter.SuiteHead(
            "stable", "Debian", "test", "main", Instant.EPOCH, Optional.empty());
    for (Map.Entry<RepositoryPath, byte[]> index : AptIndexWriter.write(head, indexed).entrySet()) {
      write(root, index.getKey().value(), index.getValue());
    }
  }

  private static void contents(Path root, String lines) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(lines.getBytes(UTF_8));
    }
    for (String name : List.of("main/Contents-all.gz", "main/Contents-amd64.gz")) {
      write(root, "dists/stable/" + name, packed.toByteArray());
      vouch(root, name);
    }
  }

  /** Adds a file to the suite's Release, whose list of hashes comes last. */
  private static void vouch(Path root, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(root.resolve("dists/stable").resolve(name));
    Path release = root.resolve("dists/stable/Release");
    Files.writeString(
        release,
        Files.readString(release)
            + " "
            + Sha256.of(bytes)
            + " "
            + bytes.length
            + " "
            + name
            + "\n");
  }

  private static void write(Path root, String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, bytes);
  }
}
