package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.deb.AptTree.Pool;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AptTreeTest {
  private static final String INDEXES = "dists/stable/main/binary-amd64/";

  @TempDir Path root;

  @BeforeEach
  void writeATreeOfRealPackages() throws IOException {
    AptFolder.write(root);
  }

  @Test
  void findsEveryPackageWithItsCollection() throws IOException {
    RepositoryContents contents = read();
    assertThat(contents.packages())
        .hasSameSizeAs(TestData.debs())
        .isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    PackageFile first = contents.packages().getFirst();
    assertThat(first.collection()).isEqualTo("stable/main/amd64");
    assertThat(first.metadata().id())
        .hasToString("pkg:deb/edos-test/architecture-properties@0.1.1?arch=amd64");
    assertThat(first.metadata().sha256())
        .isEqualTo(Sha256.of(Files.readAllBytes(root.resolve(first.path().value()))));
  }

  @Test
  void countsEveryOtherFileAsAUtility() throws IOException {
    AptFolder.write(root, "pool/x_1.dsc", new byte[] {1});
    AptFolder.write(root, "pool/unlisted_1_all.deb", new byte[] {1});
    AptFolder.write(root, ".hidden/x", new byte[] {1});
    List<UtilityFile> utilities = read().utilities();
    assertThat(utilities)
        .extracting(file -> file.path().value())
        .contains("dists/stable/Release", INDEXES + "Packages.xz", "pool/x_1.dsc")
        .doesNotContain("pool/unlisted_1_all.deb", ".hidden/x")
        .filteredOn(path -> path.contains("by-hash"))
        .hasSize(3);
    for (UtilityFile file : utilities) {
      assertThat(file.sha256())
          .isEqualTo(Sha256.of(Files.readAllBytes(root.resolve(file.path().value()))));
    }
  }

  @Test
  void isContentWithAnyOneVariantOfAnIndex() throws IOException {
    RepositoryContents whole = read();
    Files.delete(root.resolve(INDEXES + "Packages"));
    assertThat(read().packages()).isEqualTo(whole.packages());
    Files.delete(root.resolve(INDEXES + "Packages.gz"));
    assertThat(read().packages()).isEqualTo(whole.packages());
    Files.delete(root.resolve(INDEXES + "Packages.xz"));
    assertThat(read().packages()).isEqualTo(whole.packages());
    try (Stream<Path> files = Files.list(root.resolve(INDEXES + "by-hash/SHA256"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    refuses("dists/stable/Release", "holds none of them");
  }

  @Test
  void readsNestedSuitesAndSharesTheirPackages() throws IOException {
    copy("dists/stable", "dists/stable/updates");
    AptFolder.write(root, "dists/stable/updates/Release.gpg", new byte[] {1});
    AptFolder.write(
        root,
        "dists/stable/main/binary-amd64/Release",
        "Archive: stable\n".getBytes(StandardCharsets.UTF_8));
    RepositoryContents contents = read();
    assertThat(contents.packages()).hasSameSizeAs(TestData.debs());
    assertThat(contents.packages())
        .extracting(PackageFile::collection)
        .containsOnly("stable/main/amd64");
  }

  @Test
  void readsFlatRepositories() throws IOException {
    byte[] packages = Files.readAllBytes(root.resolve(INDEXES + "Packages"));
    copy("pool", "flat/pool");
    AptFolder.write(root, "flat/Packages", packages);
    String release =
        "Codename: x y\nSHA256:\n " + Sha256.of(packages) + " " + packages.length + " Packages\n";
    AptFolder.write(root, "flat/Release", release.getBytes(StandardCharsets.UTF_8));
    assertThat(read().packages())
        .hasSize(2 * TestData.debs().size())
        .extracting(PackageFile::collection)
        .contains("x-y/main/all", "x-y/main/amd64");
  }

  @Test
  void parsesOnlyTheTextThatWasVerified() throws IOException {
    byte[] text = Files.readAllBytes(root.resolve("dists/stable/Release"));
    Files.delete(root.resolve("dists/stable/Release"));
    AptFolder.write(
        root, "dists/stable/InRelease", "what nobody verified".getBytes(StandardCharsets.UTF_8));
    RootSignatures signatures =
        new RootSignatures() {
          @Override
          public byte[] clearSigned(RepositoryPath path, byte[] signed) {
            return text;
          }

          @Override
          public void detached(RepositoryPath path, byte[] root, byte[] signature) {}
        };
    assertThat(AptTree.read(new FolderFiles(root), signatures, Pool.HERE).packages()).isNotEmpty();
  }

  @Test
  void refusesARootWithoutSignatureUnlessThatIsAcceptable() {
    RootSignatures strict =
        new RootSignatures() {
          @Override
          public byte[] clearSigned(RepositoryPath path, byte[] signed) {
            return signed;
          }

          @Override
          public void detached(RepositoryPath path, byte[] text, byte[] signature) {}
        };
    assertThatThrownBy(() -> AptTree.read(new FolderFiles(root), strict, Pool.HERE))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("dists/stable/Release has no signature");
  }

  @Test
  void refusesIndexesThatAreNotTheOnesOfTheRelease() throws IOException {
    edit(
        INDEXES + "Packages",
        text -> text.replaceFirst("Priority: optional", "Priority: optionam"));
    refuses(INDEXES + "Packages", "has the SHA-256");
    edit(INDEXES + "Packages", text -> text.substring(1));
    refuses(INDEXES + "Packages", "bytes, its Release says");
  }

  @Test
  void refusesAVariantThatDiffersThoughAnotherIsRight() throws IOException {
    byte[] packed = Files.readAllBytes(root.resolve(INDEXES + "Packages.xz"));
    packed[100] ^= 1;
    Files.write(root.resolve(INDEXES + "Packages.xz"), packed);
    refuses(INDEXES + "Packages.xz", "has the SHA-256");
    Files.delete(root.resolve(INDEXES + "Packages"));
    Files.delete(root.resolve(INDEXES + "Packages.gz"));
    refuses(INDEXES + "Packages.xz", "has the SHA-256");
  }

  @Test
  void refusesAFileByHashThatHasAnother() throws IOException {
    AptFolder.write(root, INDEXES + "by-hash/SHA256/" + "0".repeat(64), new byte[] {1});
    refuses("0".repeat(64), "not that of its name");
  }

  @Test
  void refusesMissingAndShortPackagesUnlessTheyAreElsewhere() throws IOException {
    Path file = root.resolve("pool").resolve(TestData.debs().getFirst().getFileName());
    Files.write(file, new byte[] {1});
    refuses("pool/" + file.getFileName(), "has 1 bytes");
    Files.delete(file);
    refuses("pool/" + file.getFileName(), "is missing");
    assertThat(
            AptTree.read(new FolderFiles(root), RootSignatures.unchecked(), Pool.ELSEWHERE)
                .packages())
        .hasSameSizeAs(TestData.debs());
  }

  @Test
  void refusesAPackageOutsideTheTree() throws IOException {
    edit(INDEXES + "Packages", text -> text.replaceFirst("Filename: pool/", "Filename: ../../"));
    vouchForPackagesAlone();
    refuses(INDEXES + "Packages", "unsafe path");
  }

  @Test
  void refusesReleasesThatDisagree() throws IOException {
    String other = "Origin: x\nSHA256:\n";
    String armoured =
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
            + other
            + "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";
    AptFolder.write(root, "dists/stable/InRelease", armoured.getBytes(StandardCharsets.UTF_8));
    refuses("dists/stable/Release", "lists other files than InRelease");
  }

  @Test
  void refusesReleasesWithWeakHashesAlone() throws IOException {
    edit("dists/stable/Release", text -> text.replace("SHA256:", "MD5Sum:"));
    refuses("dists/stable/Release", "no SHA256");
  }

  @Test
  void saysWhatAFolderWithoutARepositoryLacks(@TempDir Path empty) {
    assertThatThrownBy(
            () -> AptTree.read(new FolderFiles(empty), RootSignatures.unchecked(), Pool.HERE))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("dists/");
  }

  private RepositoryContents read() throws IOException {
    return AptTree.read(new FolderFiles(root), RootSignatures.unchecked(), Pool.HERE);
  }

  private void refuses(String file, String why) {
    assertThatThrownBy(this::read)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(why)
        .extracting(e -> ((EdosException) e).category())
        .isEqualTo(EdosException.Category.REFUSED);
  }

  private void edit(String path, UnaryOperator<String> change) throws IOException {
    Path file = root.resolve(path);
    Files.writeString(file, change.apply(Files.readString(file)));
  }

  private void vouchForPackagesAlone() throws IOException {
    byte[] packages = Files.readAllBytes(root.resolve(INDEXES + "Packages"));
    String line =
        "SHA256:\n "
            + Sha256.of(packages)
            + " "
            + packages.length
            + " main/binary-amd64/Packages\n";
    edit("dists/stable/Release", text -> text.substring(0, text.indexOf("SHA256:")) + line);
  }

  private void copy(String from, String to) throws IOException {
    Path source = root.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        AptFolder.write(root, to + "/" + source.relativize(file), Files.readAllBytes(file));
      }
    }
  }
}
