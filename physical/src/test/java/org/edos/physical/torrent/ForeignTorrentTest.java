package org.edos.physical.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTorrentTest {
  private static final Path FOLDER = Path.of("/downloads");
  private static final String PIECES = "12:piece lengthi16384e6:pieces20:" + "x".repeat(20);

  private static byte[] torrent(String info) {
    return ("d8:announce25:http://127.0.0.1/announce4:infod" + info + "ee").getBytes(ISO_8859_1);
  }

  private static String files(String... paths) {
    var files = new StringBuilder("5:filesl");
    for (var path : paths) {
      files.append("d6:lengthi7e4:pathl").append(path).append("ee");
    }
    return files.append("e4:name4:evil").append(PIECES).toString();
  }

  @Test
  void aSingleFileAndSeveralAreRead() {
    var single = ForeignTorrent.parse(torrent("6:lengthi7e4:name5:a.iso" + PIECES));
    var several = ForeignTorrent.parse(torrent(files("3:one", "3:sub3:two")));

    assertThat(single.placesUnder(FOLDER)).containsExactly(FOLDER.resolve("a.iso"));
    assertThat(several.placesUnder(FOLDER))
        .containsExactly(FOLDER.resolve("evil/one"), FOLDER.resolve("evil/sub/two"));
    assertThat(several.bytes()).isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({
    "2:..2:..2:..6:passwd, evil/_../_../_../passwd",
    "11:/etc/passwd, evil/_etc_passwd",
    "0:, evil/_",
    "1:., evil/_.",
    "8:a\\b:c|*?, evil/a_b_c___",
    "7:.bashrc, evil/_.bashrc"
  })
  void noNameLeavesTheFolder(String path, String expected) {
    assertThat(ForeignTorrent.parse(torrent(files(path))).placesUnder(FOLDER))
        .containsExactly(FOLDER.resolve(expected));
  }

  @Test
  void filesThatCollideHavePlacesOfTheirOwn() {
    var torrent = ForeignTorrent.parse(torrent(files("1:a", "1:a", "1:a1:b", "1:c1:d", "1:c")));

    assertThat(torrent.placesUnder(FOLDER))
        .containsExactly(
            FOLDER.resolve("evil/a"),
            FOLDER.resolve("file~1"),
            FOLDER.resolve("file~2"),
            FOLDER.resolve("evil/c/d"),
            FOLDER.resolve("file~4"));
  }

  @Test
  void addressesThatItNamesAreDropped() {
    var with =
        ("d8:announce9:udp://x:113:announce-listll8:http://bee4:infod6:lengthi7e4:name1:a"
                + PIECES
                + "e8:url-list11:http://evile")
            .getBytes(ISO_8859_1);

    assertThat(new String(ForeignTorrent.parse(with).metainfo(), ISO_8859_1))
        .startsWith("d4:infod6:length")
        .doesNotContain("udp", "evil", "announce");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a link        | 6:lengthi7e | 4:attr1:l6:lengthi7e",
        "version 2     | 4:name4:evil | 12:meta versioni2e4:name4:evil",
        "negative size | 6:lengthi7e | 6:lengthi-7e",
        "huge          | 6:lengthi7e | 6:lengthi99999999999999e",
        "tiny pieces   | i16384e | i1e",
        "few hashes    | 6:lengthi7e | 6:lengthi700000e",
        "no name       | 4:pathl1:ae | 4:pathle"
      })
  void refuses(String what, String from, String to) {
    var text = new String(torrent(files("1:a")), ISO_8859_1);
    assertThat(text).as(what).contains(from);

    assertThatThrownBy(() -> ForeignTorrent.parse(text.replace(from, to).getBytes(ISO_8859_1)))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void damagedTorrentsAreReadOrRefusedAndNeverLeaveTheFolder() {
    var whole = torrent(files("1:a", "2:..1:b", "3:sub2:..3:two"));
    var random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      var damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        assertThat(ForeignTorrent.parse(damaged).placesUnder(FOLDER))
            .as("round %d", i)
            .doesNotHaveDuplicates()
            .allSatisfy(place -> assertThat(place.startsWith(FOLDER)).isTrue());
      } catch (EdosException expected) {
        assertThat(expected.category()).isEqualTo(EdosException.Category.REFUSED);
      }
    }
  }
}
