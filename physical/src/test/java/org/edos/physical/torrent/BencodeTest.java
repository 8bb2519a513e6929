package org.edos.physical.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "i0e",
        "i-7e",
        "0:",
        "4:spam",
        "le",
        "l4:spami3ee",
        "de",
        "d3:bar4:spam3:fooi42ee",
        "d1:ald1:bi1eeee"
      })
  void writesWhatItRead(String text) {
    assertThat(Bencode.write(Bencode.read(text.getBytes(ISO_8859_1), 20)))
        .asString(ISO_8859_1)
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "i",
        "ie",
        "i-e",
        "i01e",
        "i-0e",
        "i1",
        "i9999999999999999999e",
        "5:spam",
        "01:a",
        "-1:a",
        "9999999999:a",
        "l",
        "d",
        "di1ei2ee",
        "d1:bi1e1:ai2ee",
        "d1:ai1e1:ai2ee",
        "d1:ae",
        "i1ei2e",
        "x",
        "i1.5e",
        "1x"
      })
  void refusesWhatIsNotCanonical(String text) {
    assertThatThrownBy(() -> Bencode.read(text.getBytes(ISO_8859_1), 20))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void refusesDeepNesting() {
    var deep = "l".repeat(100_000) + "e".repeat(100_000);
    assertThatThrownBy(() -> Bencode.read(deep.getBytes(ISO_8859_1), 1_000_000))
        .hasMessageContaining("nested too deep");
  }

  @Test
  void refusesTooManyValues() {
    var many = "l" + "le".repeat(11) + "e";
    assertThatThrownBy(() -> Bencode.read(many.getBytes(ISO_8859_1), 10))
        .hasMessageContaining("too many values");
  }
}
