package org.edos.physical.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorrentFileTest {
  private static final URI ANNOUNCE = URI.create("http://127.0.0.1:9977/announce");
  private static final int KIB = 1024;

  @TempDir Path folder;

  @Test
  void readsBackWhatItMade() {
    var files = RandomFiles.write(folder, 1, List.of(1, 16 * KIB, 40_000, 5));

    var made = files.torrent(ANNOUNCE);
    var read = TorrentFile.parse(made.metainfo());

    assertThat(read).isEqualTo(made);
    assertThat(read.files())
        .isEqualTo(made.files())
        .extracting(Torrent.Entry::size)
        .containsExactly(1L, 16_384L, 40_000L, 5L);
    assertThat(read.pieceLength()).isEqualTo(16 * KIB);
  }

  @Test
  void hasTheInfoHashOfTheSpecificationForKnownBytes() {
    var first = "a".repeat(16 * KIB);
    var second = "b";
    var sources = List.of(source(first), source(second));

    var torrent = TorrentFile.create(sources, ANNOUNCE);

    var info =
        "d5:filesld6:lengthi16384e4:pathl64:"
            + hash(first)
            + "eed6:lengthi1e4:pathl64:"
            + hash(second)
            + "eee"
            + "4:name6:sha25612:piece lengthi16384e6:pieces40:"
            + sha1(first)
            + sha1(second)
            + "e";
    assertThat(torrent.metainfo())
        .asString(ISO_8859_1)
        .isEqualTo("d8:announce30:" + ANNOUNCE + "10:created by4:Edos4:info" + info + "e");
    assertThat(torrent.infoHash()).isEqualTo(hex(info));
  }

  @Test
  void isTheSameOfPiecesThatWereHashedBefore() {
    var files = RandomFiles.write(folder, 3, List.of(20_000, 16 * KIB, 40_000, 5));
    var hashed = new AtomicLong();
    var pieces = TorrentFile.pieces(files.sources(), 16 * KIB, hashed::addAndGet);
    assertThat(hashed).hasValue(20_000 + 16 * KIB + 40_000 + 5);

    for (int last = 0; last < files.sources().size(); last++) {
      var order = new ArrayList<>(files.sources());
      order.add(order.remove(last));
      var entries =
          order.stream().map(source -> new Torrent.Entry(source.content(), source.size())).toList();
      assertThat(TorrentFile.of(entries, ANNOUNCE, 16 * KIB, pieces))
          .isEqualTo(TorrentFile.create(order, ANNOUNCE, 16 * KIB));
    }
    var unhashed = List.of(new Torrent.Entry(Sha256.of(new byte[] {1}), 1));
    assertThatThrownBy(() -> TorrentFile.of(unhashed, ANNOUNCE, 16 * KIB, pieces))
        .hasMessageContaining("not hashed");
  }

  @Test
  void readsThePrivateTorrentsOfEarlierVersions() {
    var made = RandomFiles.write(folder, 9, List.of(1, 40_000)).torrent(ANNOUNCE);
    var earlier =
        new String(made.metainfo(), ISO_8859_1)
            .replace("4:name6:sha256", "4:name4:edos")
            .replaceAll("(?s)ee$", "7:privatei1eee");

    var read = TorrentFile.parse(earlier.getBytes(ISO_8859_1));

    assertThat(read.files()).isEqualTo(made.files());
    assertThat(read).isNotEqualTo(made);
  }

  @Test
  void alignsEveryContentToAPiece() {
    var files = RandomFiles.write(folder, 2, List.of(1, 20_000, 3));

    var layout = Layout.of(files.torrent(ANNOUNCE));

    assertThat(layout.spans()).extracting(Layout.Span::firstPiece).containsExactly(0, 1, 3);
    assertThat(layout.slice(0)).isEqualTo(new Layout.Slice(0, 0, 1, 16_383));
    assertThat(layout.slice(2)).isEqualTo(new Layout.Slice(1, 16_384, 3_616, 12_768));
    assertThat(layout.slice(3))
        .as("the last piece is not padded")
        .isEqualTo(new Layout.Slice(2, 0, 3, 0));
  }

  @Test
  void leavesOutContentsOfNoBytes() {
    var files = RandomFiles.write(folder, 3, List.of(0, 7));

    assertThat(files.torrent(ANNOUNCE).files()).extracting(Torrent.Entry::size).containsExactly(7L);
  }

  @Test
  void refusesToShareNothing() {
    var files = RandomFiles.write(folder, 4, List.of(0));

    assertThatThrownBy(() -> files.torrent(ANNOUNCE))
        .hasMessageContaining("no content of more than 0 bytes");
  }

  @Test
  void noticesAFileThatChangedItsSize() throws IOException {
    var files = RandomFiles.write(folder, 5, List.of(100));
    Files.writeString(files.sources().getFirst().file(), "shorter");

    assertThatThrownBy(() -> files.torrent(ANNOUNCE))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("changed");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 16384",
    "1000000, 16384",
    "67108864, 32768",
    "1000000000, 131072",
    "99999999999, 1048576",
    "99999999999999, 4194304"
  })
  void weighsTheLastPieceAgainstTheHashesOfAll(long bytes, int expected) {
    assertThat(TorrentFile.pieceLength(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a further tracker      | 8:announce30: | 8:announce30:",
        "another name           | 4:name6:sha256 | 4:name6:sha255",
        "a path out of its root | 4:pathl64:   | 4:pathl2:..62:",
        "a private one          | 12:piece length | 7:privatei1e12:piece length",
        "a web seed             | 4:info | 8:url-list11:http://evil4:info",
        "a version 2 torrent    | 4:name6:sha256 | 12:meta versioni2e4:name6:sha256",
        "a negative size        | 6:lengthi1e  | 6:lengthi-1e",
        "another size           | 6:lengthi1e  | 6:lengthi2e",
        "a file tracker         | http://127.0.0.1:9977/announce | file:///etc/passwd-or-announce",
        "padding as a content   | 4:attr1:p    | 4:attr1:x",
        "tiny pieces            | lengthi16384e6: | lengthi1024e6:",
        "upper case names       | 4:pathl64:   | 4:pathl64:Z",
      })
  void refusesHostileTorrents(String what, String part, String replacement) {
    var files = RandomFiles.write(folder, 6, List.of(1, 2));
    var text = new String(files.torrent(ANNOUNCE).metainfo(), ISO_8859_1);
    assertThat(text).contains(part);
    var hostile = text.replaceFirst(java.util.regex.Pattern.quote(part), replacement);
    if (what.equals("a further tracker")) {
      hostile = text.replaceFirst("10:created by", "13:announce-listle10:created by");
    }
    var bytes = hostile.getBytes(ISO_8859_1);

    assertThatThrownBy(() -> TorrentFile.parse(bytes)).as(what).isInstanceOf(EdosException.class);
  }

  @Test
  void refusesDamagedTorrentsWithoutAnyOtherError() {
    var files = RandomFiles.write(folder, 7, List.of(1, 20_000));
    var metainfo = files.torrent(ANNOUNCE).metainfo();
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      var damaged = metainfo.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        TorrentFile.parse(damaged);
      } catch (EdosException expected) {
        assertThat(expected.category()).isEqualTo(EdosException.Category.REFUSED);
      }
    }
  }

  private TorrentFile.Source source(String text) {
    var hash = new Sha256(hash(text));
    return new TorrentFile.Source(
        hash,
        text.length(),
        RandomFiles.put(folder.resolve(hash.hex()), text.getBytes(ISO_8859_1)));
  }

  private static String hash(String text) {
    return Sha256.of(text.getBytes(ISO_8859_1)).hex();
  }

  private static String sha1(String text) {
    return new String(PieceHashes.sha1().digest(text.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(PieceHashes.sha1().digest(text.getBytes(ISO_8859_1)));
  }
}
