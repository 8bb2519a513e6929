package org.edos.core.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.edos.core.EdosException;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.unit.Sha256;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;

class RpmReaderTest {
  @Test
  void the_header_of_a_package_becomes_its_metadata() throws IOException {
    RpmPackage rpm = read("every-relation-2.0~rc1-3.noarch.rpm");
    PackageMetadata metadata = rpm.metadata();
    assertThat(metadata.id())
        .hasToString("pkg:rpm/rpm/every-relation@2.0~rc1-3?arch=noarch&epoch=1");
    assertThat(metadata.summary()).isEqualTo("Every kind of relation in one package <&>");
    assertThat(metadata.description())
        .isEqualTo("One package with\nan epoch, an empty folder and a ghost.");
    assertThat(metadata.license()).isEqualTo("Apache-2.0");
    assertThat(metadata.maintainer()).isEqualTo("Edos Tests <tests@edos.example>");
    assertThat(metadata.source()).isEqualTo("every-relation");
    assertThat(metadata.date()).contains(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(metadata.files())
        .containsExactly(
            "/etc/every-relation.conf",
            "/usr/bin/every-relation",
            "/usr/share/every-relation",
            "/var/log/every-relation.log");
    assertThat(rpm.directories()).containsExactly("/usr/share/every-relation");
    assertThat(rpm.ghosts()).containsExactly("/var/log/every-relation.log");
    assertThat(rpm.sourceRpm()).isEqualTo("every-relation-2.0~rc1-3.src.rpm");
  }

  @Test
  void every_kind_of_relation_is_read() throws IOException {
    List<Relation> relations = read("every-relation-2.0~rc1-3.noarch.rpm").metadata().relations();
    assertThat(relations)
        .contains(
            relation(Kind.REQUIRES, new Capability("node-wrappy", ">=", "1.0")),
            relation(Kind.REQUIRES, Capability.any("(node-once if node-pump)")),
            relation(Kind.PRE_REQUIRES, Capability.any("node-jsonify")),
            relation(Kind.RECOMMENDS, Capability.any("ros-std-msgs")),
            relation(Kind.SUGGESTS, new Capability("node-pump", "=", "3.0.0-5")),
            relation(Kind.SUPPLEMENTS, Capability.any("debugbreak")),
            relation(Kind.ENHANCES, new Capability("node-shell-quote", ">", "1.0")),
            relation(Kind.CONFLICTS, new Capability("never-there", "<", "4")),
            relation(Kind.OBSOLETES, new Capability("older-relation", "<=", "1:1-1")),
            relation(Kind.PROVIDES, new Capability("virtual-relation", "=", "1:7")),
            relation(Kind.PROVIDES, new Capability("every-relation", "=", "1:2.0~rc1-3")));
  }

  @Test
  void a_source_package_has_the_architecture_src_and_installs_nothing() throws IOException {
    PackageMetadata source = read("every-relation-2.0~rc1-3.src.rpm").metadata();
    assertThat(source.id().architecture()).isEqualTo("src");
    assertThat(source.files()).isEmpty();
    assertThat(source.source()).isEmpty();
  }

  @Test
  void the_vendor_names_the_distribution() throws IOException {
    assertThat(read("node-once-1.4.0-7.noarch.rpm").metadata().id().distribution())
        .isEqualTo("edos-tests");
    assertThat(RpmDistribution.of("Fedora Project", "x")).isEqualTo("fedora");
    assertThat(RpmDistribution.of("Red Hat, Inc.", "x")).isEqualTo("redhat");
    assertThat(RpmDistribution.of("", "x")).isEqualTo("x");
  }

  @Test
  void every_real_package_is_read_whole_and_its_document_reads_back() throws IOException {
    for (Path file : TestData.rpms()) {
      byte[] bytes = Files.readAllBytes(file);
      PackageMetadata metadata = read(bytes).metadata();
      assertThat(metadata.size()).isEqualTo(bytes.length);
      assertThat(metadata.sha256()).isEqualTo(Sha256.of(bytes));
      assertThat(MetadataXml.read(MetadataXml.write(metadata).xml())).isEqualTo(metadata);
    }
  }

  @Test
  void rpm_itself_says_the_same_of_every_real_package() throws Exception {
    assumeTrue(
        RpmVersionTest.installed("rpm"), "needs the program rpm: install Debian's package rpm");
    for (Path file : TestData.rpms()) {
      RpmPackage rpm = read(Files.readAllBytes(file));
      PackageMetadata m = rpm.metadata();
      String query =
          "%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}|%{LICENSE}|%{SIZE}|%{BUILDTIME}|%|URL?{%{URL}}|";
      assertThat(output("rpm", "-qp", "--qf", query, file.toString()))
          .isEqualTo(
              "%s|%s|%s|%d|%d|%s"
                  .formatted(
                      m.id().name(),
                      m.id().version(),
                      m.license(),
                      m.installedSize(),
                      m.date().orElseThrow().getEpochSecond(),
                      m.homepage()));
      if (!m.id().architecture().equals("src")) {
        assertThat(output("rpm", "-qpl", file.toString()).lines().toList()).isEqualTo(m.files());
      }
    }
  }

  @Test
  void something_else_is_no_package() {
    assertThatThrownBy(() -> read("<html>not found</html>".repeat(20).getBytes(UTF_8)))
        .isInstanceOf(EdosException.class)
        .hasMessage("test.rpm is not an rpm package");
  }

  @Test
  void a_package_that_is_cut_short_in_its_header_says_so() throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.rpms().getFirst());
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, 2000)))
        .isInstanceOf(EdosException.class)
        .hasMessage("test.rpm is cut short: fetch it again");
  }

  @Test
  void a_package_of_format_6_is_not_supported_and_says_so() throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.rpms().getFirst());
    bytes[4] = 6;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("format 6, which is not supported: rebuild it in format 4");
  }

  @Test
  void a_header_that_claims_two_gigabytes_is_damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.rpms().getFirst());
    ByteBuffer.wrap(bytes).putInt(96 + 12, Integer.MAX_VALUE);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("claims");
  }

  @Test
  void values_that_share_their_bytes_are_damage_and_not_an_expansion() throws IOException {
    byte[] text = new byte[1 << 16];
    Arrays.fill(text, 0, text.length - 1, (byte) 'x');
    ByteBuffer file = ByteBuffer.allocate(96 + 16 + 16 + 1000 * 16 + text.length);
    file.put(Files.readAllBytes(TestData.rpms().getFirst()), 0, 96);
    file.put(new byte[] {(byte) 0x8E, (byte) 0xAD, (byte) 0xE8, 1, 0, 0, 0, 0}).putInt(0).putInt(0);
    file.put(new byte[] {(byte) 0x8E, (byte) 0xAD, (byte) 0xE8, 1, 0, 0, 0, 0})
        .putInt(1000)
        .putInt(text.length);
    for (int i = 0; i < 1000; i++) {
      file.putInt(1000 + i).putInt(6).putInt(0).putInt(1);
    }
    file.put(text);
    assertThatThrownBy(() -> read(file.array()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("overlap");
  }

  @Test
  void any_damage_is_a_clear_failure_and_never_a_crash() throws IOException {
    byte[] good =
        Files.readAllBytes(TestData.root().resolve("rpm/every-relation-2.0~rc1-3.noarch.rpm"));
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
        bad[random.nextInt(6000)] = (byte) random.nextInt(256);
      }
      try {
        read(bad);
      } catch (EdosException expected) {
        assertThat(expected.getMessage()).as("seed %d, round %d", seed, i).startsWith("test.rpm ");
      }
    }
  }

  private static RpmPackage read(String file) throws IOException {
    return read(Files.readAllBytes(TestData.root().resolve("rpm").resolve(file)));
  }

  private static RpmPackage read(byte[] bytes) throws IOException {
    return new RpmReader().read("test.rpm", new ByteArrayInputStream(bytes));
  }

  private static Relation relation(Kind kind, Capability capability) {
    return new Relation(kind, List.of(capability));
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), UTF_8);
      process.waitFor();
      return text;
    }
  }
}
