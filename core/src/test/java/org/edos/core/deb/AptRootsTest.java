package org.edos.core.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.gateway.RepositoryRoot;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class AptRootsTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String STRONGER = "fedcba98".repeat(16);

  private static RepositoryRoot read(String text) {
    return AptRoots.read(text.getBytes(UTF_8), "Release");
  }

  private static List<ListedPackage> packages(String name, byte[] index) {
    List<ListedPackage> found = new ArrayList<>();
    AptRoots.packages(name, new ByteArrayInputStream(index), index.length, found::add);
    return found;
  }

  private static List<ListedPackage> packages(String index) {
    return packages("Packages", index.getBytes(UTF_8));
  }

  @Test
  void a_release_says_when_it_was_made_and_when_it_expires() {
    RepositoryRoot root =
        read(
            "Date: Sat,  1 Feb 2025 09:07:25 UTC\nValid-Until: Sat, 08 Feb 2025 09:07:25 UTC\n"
                + "SHA256:\n");
    assertThat(root.made()).hasValue(Instant.parse("2025-02-01T09:07:25Z"));
    assertThat(root.expires()).hasValue(Instant.parse("2025-02-08T09:07:25Z"));
    assertThat(read("Date: yesterday\nSHA256:\n").made()).isEmpty();
    assertThat(read("Date: Sat, 31 Feb 2025 25:00:00 UTC\nSHA256:\n").made()).isEmpty();
  }

  @Test
  void a_file_has_its_plain_name_and_those_of_its_hashes() {
    String path = "main/binary-amd64/Packages.xz";
    String release = "SHA256:\n %s 5 %s\nSHA512:\n %s 5 %s\n".formatted(HASH, path, STRONGER, path);
    assertThat(read(release).files()).extracting(ListedFile::path).containsExactly(path);
    assertThat(read("Acquire-By-Hash: yes\n" + release).files())
        .extracting(ListedFile::path)
        .containsExactly(
            path,
            "main/binary-amd64/by-hash/SHA256/" + HASH,
            "main/binary-amd64/by-hash/SHA512/" + STRONGER);
    assertThat(read(release).files().getFirst().index()).hasValue("main/binary-amd64/Packages");
    assertThat(read(release).files().getFirst().file())
        .isEqualTo(new KnownFile(new Sha256(HASH), 5));
  }

  @Test
  void a_release_without_sha256_is_refused() {
    assertThatThrownBy(() -> read("Date: today\n")).isInstanceOf(EdosException.class);
  }

  @Test
  void packages_are_read_whatever_stands_between_their_fields() {
    String index =
        "Package: a\r\nDescription: x\r\n SHA256: not this\r\nDepends: "
            + "b, ".repeat(50_000)
            + "\r\nFILENAME: pool/a.deb\r\nSize: 7\r\nSHA256: "
            + HASH
            + "\r\nVersion: 1:2-3\r\nArchitecture: all\r\n\r\n\n\nPackage: without-hash\n"
            + "Filename: pool/b.deb\nSize: 7\n\nPackage: outside\nFilename: ../b.deb\nSize: 7\n"
            + "SHA256: "
            + HASH
            + "\n\nPackage: last\nFilename: ./c.deb\nSize: 0\nSHA256: "
            + HASH;
    KnownFile seven = new KnownFile(new Sha256(HASH), 7);
    assertThat(packages(index))
        .containsExactly(
            new ListedPackage("pool/a.deb", seven, "a", "1:2-3", "all"),
            new ListedPackage("c.deb", new KnownFile(new Sha256(HASH), 0), "last", "", ""));
  }

  @Test
  void packed_indexes_are_unpacked() throws IOException {
    String entry = "Package: p\nFilename: p.deb\nSize: 1\nSHA256: " + HASH + "\n\n";
    byte[] plain = entry.repeat(3_000).getBytes(UTF_8);
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(xz, new LZMA2Options(1))) {
      out.write(plain);
    }
    assertThat(packages("main/binary-amd64/Packages.xz", xz.toByteArray())).hasSize(3_000);
    ByteArrayOutputStream lz4 = new ByteArrayOutputStream();
    try (OutputStream out = new FramedLZ4CompressorOutputStream(lz4)) {
      out.write(plain);
    }
    List<ListedPackage> found = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(lz4.toByteArray());
    assertThat(AptRoots.unpackedPackages("Packages.lz4", in, plain.length, found::add))
        .isEqualTo(Sha256.of(plain));
    assertThat(found).hasSize(3_000);
  }

  @Test
  void an_index_that_unpacks_to_more_than_it_may_or_not_at_all_is_refused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(bomb, new LZMA2Options(1))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 20; i++) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> packages("Packages.xz", bomb.toByteArray()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("no honest file");
    assertThatThrownBy(() -> packages("Packages.xz", new byte[100]))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("cannot be unpacked");
    assertThatThrownBy(() -> packages("Packages.rar", new byte[100]))
        .isInstanceOf(EdosException.class);
  }
}
