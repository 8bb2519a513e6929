package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.unit.Sha256;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DebReaderTest {
  private static final long SEED = 20261121;
  private static final String CONTROL = "Package: a\nVersion: 1\nArchitecture: all\n";

  @Test
  void readsWhatARealPackageSaysOfItself() throws IOException {
    Path file = TestData.root().resolve("deb/node-inherits_2.0.4-6_all.deb");
    PackageMetadata metadata = read(Files.readAllBytes(file)).metadata();
    assertThat(metadata.id()).hasToString("pkg:deb/debian/node-inherits@2.0.4-6?arch=all");
    assertThat(metadata.sha256()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
    assertThat(metadata.size()).isEqualTo(Files.size(file));
    assertThat(metadata.installedSize())
        .isPositive()
        .isEqualTo(metadata.installedSize() / 1024 * 1024);
    assertThat(metadata.summary()).isNotEmpty().doesNotContain("\n");
    assertThat(metadata.description()).contains("\n");
    assertThat(metadata.category()).isEqualTo("javascript");
    assertThat(metadata.files()).contains("/usr/share/doc/node-inherits/copyright");
    assertThat(metadata.relations())
        .filteredOn(relation -> relation.kind() == Kind.REQUIRES)
        .extracting(relation -> relation.alternatives().toString())
        .containsExactly("[libjs-inherits = 2.0.4-6]");
  }

  @Test
  void findsInEveryRealPackageWhatDpkgFinds(@TempDir Path folder) throws Exception {
    InstalledProgram.require("dpkg-deb");
    for (Path file : TestData.debs()) {
      DebReader.DebFile deb = read(Files.readAllBytes(file));
      String name = file.toString();
      String control =
          InstalledProgram.run(folder, file, Map.of(), "dpkg-deb", "--info", name, "control");
      assertThat(deb.control()).isEqualTo(control);
      String tar = "dpkg-deb --fsys-tarfile \"$0\" | tar t | grep -v '/$' | sed 's/^[.]//'";
      String files = InstalledProgram.run(folder, file, Map.of(), "sh", "-c", tar, name);
      assertThat(deb.metadata().files()).isEqualTo(files.lines().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz", ".zst"})
  void readsEveryCompression(String ending) throws IOException {
    byte[] deb = deb("2.0\n", ending, tar("./control", CONTROL), tar("./usr/x", "y"));
    assertThat(read(deb).metadata().files()).containsExactly("/usr/x");
  }

  @Test
  void readsNamesThatAreTooLongForAHeader() throws IOException {
    String name = "./usr/" + "x".repeat(300);
    byte[] long1 = tarEntry("././@LongLink", 'L', (name + "\0").getBytes(StandardCharsets.UTF_8));
    byte[] data = joined(long1, tar("./usr/cut", "y"));
    assertThat(read(deb("2.0\n", "", tar("./control", CONTROL), data)).metadata().files())
        .containsExactly(name.substring(1));
  }

  static Stream<Arguments> unsound() {
    byte[] control = tar("./control", CONTROL);
    byte[] data = tar("./x", "y");
    return Stream.of(
        arguments(
            "another format", "!<arch>", "PK\3\4 and more".getBytes(StandardCharsets.ISO_8859_1)),
        arguments("nothing", "!<arch>", new byte[0]),
        arguments("format 3", "version 2", deb("3.0\n", "", control, data)),
        arguments(
            "no control file", "no control file", deb("2.0\n", "", tar("./md5sums", ""), data)),
        arguments(
            "no version",
            "no field Version",
            deb("2.0\n", "", tar("./control", "Package: a\n"), data)),
        arguments(
            "two paragraphs",
            "one paragraph",
            deb("2.0\n", "", tar("./control", CONTROL + "\nA: b\n"), data)),
        arguments(
            "a file outside", "unsafe name", deb("2.0\n", "", control, tar("./../etc/x", "y"))),
        arguments(
            "an endless control file",
            "more than",
            deb("2.0\n", "", tar("./control", "A: b\n" + " \n".repeat(1 << 20)), data)),
        arguments("a cut tar", "cut off", deb("2.0\n", "", control, Arrays.copyOf(data, 700))),
        arguments("a wrong checksum", "checksum", deb("2.0\n", "", control, flipped(data, 0))),
        arguments(
            "no data",
            "no member data.tar",
            ar(
                member("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII)),
                member("control.tar", control))),
        arguments("a bomb", "unpacks to more than", bomb()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsound")
  void refuses(String kind, String why, byte[] deb) {
    assertThatThrownBy(() -> read(deb))
        .isInstanceOf(EdosException.class)
        .hasMessageStartingWith("test.deb is not a sound Debian package")
        .hasMessageContaining(why)
        .extracting(e -> ((EdosException) e).category())
        .isEqualTo(EdosException.Category.REFUSED);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] deb = Files.readAllBytes(TestData.root().resolve("deb/node-wrappy_1.0.2-3_all.deb"));
    for (int length = 0; length < deb.length - 1; length += 1 + length / 37) {
      byte[] cut = Arrays.copyOf(deb, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut after %d bytes", length)
          .isInstanceOf(EdosException.class);
    }
  }

  @Test
  void answersDamageWithARefusalOrAPackageButNeverOtherwise() throws IOException {
    Random random = new Random(SEED);
    List<Path> files = TestData.debs();
    for (int i = 0; i < 400; i++) {
      byte[] deb = Files.readAllBytes(files.get(random.nextInt(files.size())));
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        deb[random.nextInt(deb.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(read(deb).metadata().sha256())
            .as("seed %d, round %d", SEED, i)
            .isEqualTo(Sha256.of(deb));
      } catch (EdosException e) {
        assertThat(e.category())
            .as("seed %d, round %d", SEED, i)
            .isEqualTo(EdosException.Category.REFUSED);
      }
    }
  }

  @Test
  void letsAFailureOfTheStreamItselfThrough() throws IOException {
    byte[] deb = Files.readAllBytes(TestData.root().resolve("deb/node-wrappy_1.0.2-3_all.deb"));
    InputStream failing =
        new ByteArrayInputStream(deb) {
          @Override
          public int read(byte[] target, int offset, int length) {
            if (pos > 1000) {
              throw new java.io.UncheckedIOException(new IOException("the disk is gone"));
            }
            return super.read(target, offset, Math.min(length, 100));
          }
        };
    assertThatThrownBy(() -> DebReader.read(failing, "test.deb", "debian"))
        .isInstanceOf(IOException.class);
  }

  private static DebReader.DebFile read(byte[] deb) throws IOException {
    return DebReader.read(new ByteArrayInputStream(deb), "test.deb", "debian");
  }

  private static byte[] bomb() {
    byte[] zeros = new byte[1 << 20];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(Arrays.copyOf(tarEntry("./x", '0', new byte[0], 1L << 33), 512));
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ar(
        member("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII)),
        member("control.tar", tar("./control", CONTROL)),
        member("data.tar.gz", Arrays.copyOf(packed.toByteArray(), 290_000)));
  }

  private static byte[] deb(String format, String ending, byte[] control, byte[] data) {
    return ar(
        member("debian-binary", format.getBytes(StandardCharsets.US_ASCII)),
        member("_extra", new byte[3]),
        member("control.tar" + ending, packed(ending, control)),
        member("data.tar" + ending, packed(ending, data)));
  }

  private static byte[] packed(String ending, byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    if (ending.equals(".zst")) {
      return Zstd.compress(bytes);
    }
    try (OutputStream out = ending.equals(".gz") ? new GZIPOutputStream(packed) : packed) {
      out.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  private static byte[] ar(byte[]... members) {
    return joined("!<arch>\n".getBytes(StandardCharsets.US_ASCII), joined(members));
  }

  private static byte[] member(String name, byte[] data) {
    String header =
        "%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", data.length);
    return joined(header.getBytes(StandardCharsets.US_ASCII), data, new byte[data.length % 2]);
  }

  private static byte[] tar(String name, String text) {
    return joined(tarEntry(name, '0', text.getBytes(StandardCharsets.UTF_8)), new byte[1024]);
  }

  private static byte[] tarEntry(String name, char type, byte[] data) {
    return tarEntry(name, type, data, data.length);
  }

  private static byte[] tarEntry(String name, char type, byte[] data, long size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(size));
    put(header, 257, "ustar");
    header[156] = (byte) type;
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return joined(header, data, new byte[(512 - data.length % 512) % 512]);
  }

  private static void put(byte[] target, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
