package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.deb.AptIndexWriter;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.trust.TrustedRoots;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.openpgp.BouncyCastleOpenPgp;
import org.edos.role.Machine;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingTest {
  @TempDir Path folder;
  private Machine machine;

  @BeforeEach
  void open() {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void aFolderOfRealDebsBecomesARepositoryWhoseEveryFileIsThere() throws IOException {
    PublishedRelease release =
        machine.publish(Machine.folderOf(folder.resolve("in"), TestData.debs()), "demo");
    assertThat(release.packages()).isEqualTo(TestData.debs().size());
    assertThat(release.format()).isEqualTo(PackageFormat.DEB);
    Composition composition = wholeComposition(release.id());
    assertThat(composition.entries().stream().map(entry -> entry.path().value()))
        .contains("dists/edos/InRelease", "dists/edos/Release", "edos.asc");
  }

  @Test
  void anAptTreeIsPublishedAsItIs() throws IOException {
    Path tree = aptTree(folder.resolve("apt"), 6);
    PublishedRelease release = machine.publish(tree, "demo");
    assertThat(release.packages()).isEqualTo(6);
    for (Composition.Entry entry : wholeComposition(release.id()).entries()) {
      assertThat(Sha256.of(Files.readAllBytes(tree.resolve(entry.path().value()))))
          .isEqualTo(entry.sha256());
    }
  }

  @Test
  void thePackagesOfAnAptTreeAreDescribedWithTheirFileLists() throws IOException {
    PublishedRelease release = machine.publish(aptTree(folder.resolve("apt"), 3), "demo");
    Composition.Entry entry =
        wholeComposition(release.id()).entries().stream()
            .filter(it -> it.unit() instanceof PackageId)
            .findFirst()
            .orElseThrow();
    String document = new String(machine.index.document(entry.unit()).orElseThrow().xml());
    assertThat(document).contains("/usr/share/doc/");
  }

  @Test
  void aFolderOfRpmsBecomesARepositoryForDnf() throws IOException {
    PublishedRelease release =
        machine.publish(Machine.folderOf(folder.resolve("in"), TestData.rpms()), "demo");
    assertThat(release.format()).isEqualTo(PackageFormat.RPM);
    assertThat(wholeComposition(release.id()).entries().stream().map(entry -> entry.path().value()))
        .contains("repodata/repomd.xml", "repodata/repomd.xml.asc", "repodata/repomd.xml.key");
  }

  @Test
  void aReleaseIsSignedAndExpires() {
    PublishedRelease release = machine.publish(Machine.debs(folder.resolve("in"), 2), "demo");
    SignedComposition signed = machine.index.composition(release.id()).orElseThrow();
    assertThat(new Ed25519Check().verify(machine.key.publicKey(), signed.xml(), signed.signature()))
        .isTrue();
    assertThat(release.expires())
        .isEqualTo(machine.clock.instant().plus(Machine.CONFIG.validity()));
  }

  @Test
  void aPackageAlteredAfterIndexingIsRefusedByNameAndLeavesNothingVisible() throws IOException {
    Path tree = aptTree(folder.resolve("apt"), 6);
    Path victim = tree.resolve("pool").resolve(TestData.debs().get(3).getFileName());
    byte[] bytes = Files.readAllBytes(victim);
    bytes[bytes.length - 1] ^= 1;
    Files.write(victim, bytes);
    refused(tree, victim.getFileName().toString());
    // and nothing is left that would hinder a good one
    assertThat(machine.publish(aptTree(folder.resolve("good"), 6), "demo").packages()).isEqualTo(6);
  }

  @Test
  void anIndexAlteredAfterSigningIsRefusedByName() throws IOException {
    Path tree = aptTree(folder.resolve("apt"), 3);
    Path index;
    try (Stream<Path> files = Files.walk(tree.resolve("dists"))) {
      index =
          files
              .filter(file -> file.getFileName().toString().startsWith("Packages"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length / 2] ^= 1;
    Files.write(index, bytes);
    refused(tree, tree.relativize(index).toString());
  }

  @Test
  void aTreeThatNoKeyOfTheRingSignedIsRefused() throws IOException {
    Path tree = aptTree(folder.resolve("apt"), 2);
    byte[] ring = Files.readAllBytes(TestData.root().resolve("trust/debian-archive-keyring.gpg"));
    byte[] root = Files.readAllBytes(tree.resolve("dists/stable/Release"));
    Files.write(tree.resolve("dists/stable/InRelease"), Machine.SIGNER.clearSign(root));
    RootSignatures roots = new TrustedRoots(new BouncyCastleOpenPgp(), ring);
    assertThatThrownBy(() -> publish(machine.publishing(roots), tree, "demo"))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
    nothingIsVisible();
  }

  @Test
  void aTreeThatAKeyOfTheRingSignedIsPublished() throws IOException {
    Path tree = aptTree(folder.resolve("apt"), 2);
    byte[] root = Files.readAllBytes(tree.resolve("dists/stable/Release"));
    Files.write(tree.resolve("dists/stable/InRelease"), Machine.SIGNER.clearSign(root));
    RootSignatures roots = new TrustedRoots(new BouncyCastleOpenPgp(), Machine.SIGNER.publicKey());
    assertThat(publish(machine.publishing(roots), tree, "demo").packages()).isEqualTo(2);
  }

  @Test
  void versionsAreCountedWhereNoneIsGiven() {
    Path tree = Machine.debs(folder.resolve("in"), 2);
    assertThat(machine.publish(tree, "demo").id()).hasToString("demo@1");
    assertThat(machine.publish(tree, "demo").id()).hasToString("demo@2");
    machine.publish(tree, "demo@10");
    machine.publish(tree, "demo@12.1");
    assertThat(machine.publish(tree, "demo").id()).hasToString("demo@11");
    assertThat(machine.publish(tree, "other").id()).hasToString("other@1");
  }

  @Test
  void oneReleaseIsNotPublishedTwice() {
    Path tree = Machine.debs(folder.resolve("in"), 2);
    machine.publish(tree, "demo@1");
    assertThatThrownBy(() -> machine.publish(tree, "demo@1"))
        .hasMessageContaining("demo@1")
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE));
    assertThat(announcements()).hasSize(1);
  }

  @Test
  void aReleaseIsAnnouncedWithItsCompositionOnceItIsVisible() {
    PublishedRelease release = machine.publish(Machine.debs(folder.resolve("in"), 2), "demo");
    ChannelEvent event = announcements().getFirst();
    assertThat(event.kind()).isEqualTo(ChannelEvent.Kind.RELEASE_PUBLISHED);
    assertThat(event.subject()).isEqualTo("demo@1");
    assertThat(event.details()).containsEntry("composition", release.composition().hex());
    assertThat(
            machine.locations.locate(wholeComposition(release.id()).contents().keySet()).values())
        .allMatch(peers -> peers.contains(machine.address));
  }

  @Test
  void aWithdrawnReleaseIsGoneAndThatIsAnnounced() {
    PublishedRelease release = machine.publish(Machine.debs(folder.resolve("in"), 2), "demo");
    machine.publishing().unpublish(release.id());
    assertThat(machine.index.releases()).isEmpty();
    assertThat(announcements().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_UNPUBLISHED);
    assertThatThrownBy(() -> machine.publishing().unpublish(release.id()))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
  }

  @Test
  void numbersGrowAlsoAfterEverythingWasWithdrawnAndTheClockWentBack() {
    Path tree = Machine.debs(folder.resolve("in"), 2);
    PublishedRelease first = machine.publish(tree, "demo@1");
    machine.publishing().unpublish(first.id());
    machine.clock.move(Duration.ofDays(-1));
    PublishedRelease second = machine.publish(tree, "demo@1");
    assertThat(second.number()).isGreaterThan(first.number());
  }

  @Test
  void aReleaseThatBecameVisibleJustBeforeThePublisherDiedIsAnnouncedAtTheNextStart() {
    machine.publish(Machine.debs(folder.resolve("in"), 2), "demo@1");
    try (Machine other = new Machine(folder.resolve("store2"), new MemorySwarm())) {
      ReleaseId id = new ReleaseId("demo", "1");
      try (var publication = other.index.open(id)) {
        publication.commit(
            machine.index.releases().getFirst(), machine.index.composition(id).orElseThrow());
      }
      other.publishing();
      other.publishing();
      assertThat(other.channels.events(Channel.RELEASES, 0, 100)).hasSize(1);
    }
  }

  @Test
  void aWithdrawalJustBeforeThePublisherDiedIsAnnouncedAtTheNextStart() {
    PublishedRelease release = machine.publish(Machine.debs(folder.resolve("in"), 2), "demo");
    machine.index.unpublish(release.id());
    machine.publishing();
    assertThat(announcements().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_UNPUBLISHED);
    machine.publishing();
    assertThat(announcements()).hasSize(2);
  }

  @Test
  void aReleaseWhoseFlashCrowdCannotBeOpenedIsAnnouncedAllTheSame() {
    Publishing publishing = machine.publishing();
    Path tree = Machine.debs(folder.resolve("in"), 2);
    assertThatThrownBy(() ->
            publishing.publish(
                Machine.request(tree, "demo"),
                release -> {
                  throw EdosException.usage("no such window");
                },
                event -> {}))
        .hasMessage("no such window");
    assertThat(announcements()).hasSize(1);
  }

  @Test
  void aFullStoreIsSaidAndNothingIsVisible() {
    try (Machine small = new Machine(folder.resolve("small"), new MemorySwarm(), 20_000)) {
      assertThatThrownBy(() -> small.publish(Machine.debs(folder.resolve("in"), 8), "demo"))
          .hasMessageContaining("store-quota")
          .isInstanceOfSatisfying(
              EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.EXHAUSTED));
      assertThat(small.index.releases()).isEmpty();
      assertThat(small.channels.events(Channel.RELEASES, 0, 100)).isEmpty();
    }
  }

  @Test
  void aFolderOfBothKindsAndAnEmptyOneAreExplained() {
    List<Path> both = new ArrayList<>(TestData.debs().subList(0, 2));
    both.addAll(TestData.rpms().subList(0, 1));
    Path mixed = Machine.folderOf(folder.resolve("mixed"), both);
    assertThatThrownBy(() -> machine.publish(mixed, "demo")).hasMessageContaining("two folders");
    Path empty = Machine.folderOf(folder.resolve("empty"), List.of());
    assertThatThrownBy(() -> machine.publish(empty, "demo"))
        .hasMessageContaining("nothing to publish");
    assertThatThrownBy(() -> machine.publish(folder.resolve("missing"), "demo"))
        .hasMessageContaining("missing");
    nothingIsVisible();
  }

  private void refused(Path tree, String named) {
    assertThatThrownBy(() -> machine.publish(tree, "demo"))
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
    nothingIsVisible();
  }

  private void nothingIsVisible() {
    assertThat(machine.index.releases()).isEmpty();
    assertThat(announcements()).isEmpty();
  }

  private List<ChannelEvent> announcements() {
    return machine.channels.events(Channel.RELEASES, 0, 100);
  }

  private PublishedRelease publish(Publishing publishing, Path tree, String name) {
    return publishing.publish(Machine.request(tree, name), none -> Optional.empty(), event -> {});
  }

  /**
   * The composition, each of whose files is in the store, and each of whose documents is in the
   * index as signed.
   */
  private Composition wholeComposition(ReleaseId release) {
    Composition composition =
        CompositionXml.read(machine.index.composition(release).orElseThrow().xml());
    for (Composition.Entry entry : composition.entries()) {
      assertThat(machine.store.find(entry.sha256())).as(entry.path().value()).isPresent();
      assertThat(machine.index.document(entry.unit()).orElseThrow().sha256())
          .isEqualTo(entry.document());
    }
    composition
        .collections()
        .forEach(one -> assertThat(machine.index.document(one.id())).isPresent());
    return composition;
  }

  static Path aptTree(Path root, int packages) throws IOException {
    List<AptIndexWriter.IndexedPackage> indexed = new ArrayList<>();
    for (Path file : TestData.debs().subList(0, packages)) {
      String name = file.getFileName().toString();
      DebReader.DebFile read =
          DebReader.read(new ByteArrayInputStream(Files.readAllBytes(file)), name, "debian");
      indexed.add(
          new AptIndexWriter.IndexedPackage(
              new RepositoryPath("pool/" + name), read.metadata(), read.control()));
      Files.createDirectories(root.resolve("pool"));
      Files.copy(file, root.resolve("pool").resolve(name));
    }
    var head =
        new AptIndexWriter.SuiteHead(
            "stable",
            "Test",
            "test",
            "main",
            Instant.parse("2026-01-02T03:04:05Z"),
            Optional.empty());
    for (Map.Entry<RepositoryPath, byte[]> one : AptIndexWriter.write(head, indexed).entrySet()) {
      Path file = root.resolve(one.getKey().value());
      Files.createDirectories(file.getParent());
      Files.write(file, one.getValue());
    }
    return root;
  }
}
