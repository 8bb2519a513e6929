package org.edos.core.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpmTreeTest {
  private static final String LONGEST =
      "packages/node-shell-quote-1.7.4+~1.7.1-1+deb12u1.noarch.rpm";

  @TempDir Path folder;

  @Test
  void a_tree_holds_its_packages_indexes_and_whatever_installs_it() throws IOException {
    Repositories.written(folder);
    Files.createDirectories(folder.resolve("images"));
    Files.writeString(folder.resolve("images/boot.iso"), "boot");
    Files.writeString(folder.resolve("repodata/stale-primary.xml.gz"), "of the last update");
    RepositoryContents contents = read();
    assertThat(contents.packages())
        .extracting(PackageFile::collection)
        .contains("all/noarch", "all/x86_64", "all/src");
    assertThat(contents.utilities())
        .contains(
            new UtilityFile(
                new RepositoryPath("images/boot.iso"), Sha256.of("boot".getBytes(UTF_8)), 4))
        .extracting(file -> file.path().value().replaceAll("/[0-9a-f]{64}-", "/"))
        .containsExactlyInAnyOrder(
            "images/boot.iso",
            "repodata/filelists.xml.gz",
            "repodata/other.xml.gz",
            "repodata/primary.xml.gz",
            "repodata/repomd.xml");
  }

  @Test
  void every_repository_of_a_tree_is_read_and_names_its_collections() throws IOException {
    Repositories.written(Files.createDirectories(folder.resolve("40/os")));
    Repositories.written(Files.createDirectories(folder.resolve("40/updates")));
    assertThat(read().packages())
        .hasSize(26)
        .extracting(PackageFile::collection)
        .contains("40/os/noarch", "40/updates/x86_64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "bz2"})
  void a_tree_that_createrepo_made_is_read_whatever_its_compression(String compression)
      throws Exception {
    assumeTrue(
        RpmVersionTest.installed("createrepo_c"),
        "needs createrepo_c: install Debian's package createrepo-c");
    var packages = Repositories.packagesInto(folder);
    Repositories.run(
        folder, "createrepo_c", "--quiet", "--general-compress-type=" + compression, ".");
    RepositoryContents contents = read();
    assertThat(contents.packages()).hasSize(packages.size());
    for (PackageFile file : contents.packages()) {
      var header = Repositories.header(packages, file.path());
      assertThat(file.metadata())
          .usingRecursiveComparison()
          .ignoringFields("relations")
          .isEqualTo(header);
    }
  }

  @Test
  void an_index_in_zstd_is_read() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(packed)) {
      out.write("<metadata/>".getBytes(UTF_8));
    }
    RepositoryPath path = new RepositoryPath("repodata/primary.xml.zst");
    try (InputStream in = Compressed.open(path, new ByteArrayInputStream(packed.toByteArray()))) {
      assertThat(in.readAllBytes()).asString().isEqualTo("<metadata/>");
    }
  }

  @Test
  void packages_known_by_sha512_are_hashed_anew_once_they_are_right() throws Exception {
    assumeTrue(
        RpmVersionTest.installed("createrepo_c"),
        "needs createrepo_c: install Debian's package createrepo-c");
    var packages = Repositories.packagesInto(folder);
    Repositories.run(folder, "createrepo_c", "--quiet", "--checksum=sha512", ".");
    for (PackageFile file : read().packages()) {
      assertThat(file.metadata().sha256())
          .isEqualTo(Repositories.header(packages, file.path()).sha256());
    }
  }

  @Test
  void weak_hashes_are_refused() throws Exception {
    assumeTrue(
        RpmVersionTest.installed("createrepo_c"),
        "needs createrepo_c: install Debian's package createrepo-c");
    Repositories.packagesInto(folder);
    Repositories.run(folder, "createrepo_c", "--quiet", "--checksum=sha1", ".");
    refused("by sha1, which is too weak; index it anew with createrepo_c --checksum sha256");
  }

  @Test
  void a_missing_package_makes_a_torn_tree() throws IOException {
    Repositories.written(folder);
    Files.delete(folder.resolve(LONGEST));
    refused("torn repository: " + LONGEST + " is missing");
  }

  @Test
  void a_tree_of_indexes_alone_is_read_where_the_packages_are_elsewhere() throws IOException {
    Repositories.written(folder);
    RepositoryContents whole = read();
    Files.delete(folder.resolve(LONGEST));
    RpmTree tree = new RpmTree(RootSignatures.unchecked());
    assertThat(tree.read(new FolderFiles(folder), RpmTree.Pool.ELSEWHERE)).isEqualTo(whole);
  }

  @Test
  void a_package_of_another_size_makes_a_torn_tree() throws IOException {
    Repositories.written(folder);
    Files.write(folder.resolve(LONGEST), new byte[7]);
    refused("torn repository: " + LONGEST + " has 7 bytes, not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"primary", "filelists", "other"})
  void an_index_with_one_bit_changed_makes_a_torn_tree(String type) throws IOException {
    Repositories.written(folder);
    Path index = index(type);
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length / 2] ^= 1;
    Files.write(index, bytes);
    refused(type + ".xml.gz has another hash, by repodata/repomd.xml");
  }

  @Test
  void a_missing_index_makes_a_torn_tree() throws IOException {
    Repositories.written(folder);
    Files.delete(index("other"));
    refused("other.xml.gz is missing");
  }

  @Test
  void a_location_that_leaves_the_tree_is_refused() throws IOException {
    Repositories.written(folder);
    changeRoot("href=\"repodata/", "href=\"../repodata/");
    refused("unsafe path in a repository");
  }

  @Test
  void a_location_with_a_stray_percent_sign_is_a_plain_name() throws IOException {
    Repositories.written(folder);
    changeRoot("href=\"repodata/", "href=\"repodata/%zz");
    refused("is missing");
  }

  @Test
  void a_location_on_another_server_is_refused() throws IOException {
    Repositories.written(folder);
    changeRoot("<location href", "<location xml:base=\"http://elsewhere.example/\" href");
    assertThatThrownBy(this::read)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("has an xml:base");
  }

  @Test
  void a_tree_without_repodata_is_none_and_says_what_to_do() {
    assertThatThrownBy(this::read)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("run createrepo_c on it");
  }

  @Test
  void an_unsigned_root_is_refused_where_signatures_are_asked_for() throws IOException {
    Repositories.written(folder);
    RpmTree strict = new RpmTree(new Asking());
    assertThatThrownBy(() -> strict.read(new FolderFiles(folder)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("repodata/repomd.xml has no signature");
  }

  @Test
  void a_signature_is_asked_about_before_anything_else_is_believed() throws IOException {
    Repositories.written(folder);
    Files.writeString(folder.resolve("repodata/repomd.xml.asc"), "bad signature");
    Files.writeString(folder.resolve("repodata/repomd.xml"), "not even XML");
    RpmTree strict = new RpmTree(new Asking());
    assertThatThrownBy(() -> strict.read(new FolderFiles(folder)))
        .isInstanceOf(EdosException.class)
        .hasMessage("bad signature on repodata/repomd.xml");
  }

  @Test
  void the_signature_and_its_key_belong_to_the_tree() throws IOException {
    Repositories.written(folder);
    Files.writeString(folder.resolve("repodata/repomd.xml.asc"), "any");
    Files.writeString(folder.resolve("repodata/repomd.xml.key"), "any");
    assertThat(read().utilities())
        .extracting(file -> file.path().value())
        .contains("repodata/repomd.xml.asc", "repodata/repomd.xml.key");
  }

  /** Trusts nothing. */
  private static final class Asking implements RootSignatures {
    @Override
    public byte[] clearSigned(RepositoryPath path, byte[] signed) {
      throw EdosException.refused("rpm roots are not clear-signed");
    }

    @Override
    public void detached(RepositoryPath path, byte[] text, byte[] signature) {
      throw EdosException.refused(new String(signature, UTF_8) + " on " + path);
    }
  }

  private RepositoryContents read() throws IOException {
    return new RpmTree(RootSignatures.unchecked()).read(new FolderFiles(folder));
  }

  private void refused(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.REFUSED))
        .hasMessageContaining(message);
  }

  private Path index(String type) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("repodata"))) {
      List<Path> found =
          files.filter(file -> file.toString().endsWith("-" + type + ".xml.gz")).toList();
      return found.getFirst();
    }
  }

  private void changeRoot(String from, String to) throws IOException {
    Path root = folder.resolve("repodata/repomd.xml");
    Files.writeString(root, Files.readString(root).replace(from, to));
  }
}
