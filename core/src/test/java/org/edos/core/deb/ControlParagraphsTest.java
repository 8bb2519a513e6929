package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlParagraphsTest {
  @Test
  void readsParagraphsApartByEmptyLines() throws IOException {
    List<ControlParagraph> read =
        read("\n\nPackage: a\nVersion:1\n\n\r\nPackage: b\r\nVersion: 2\r\n");
    assertThat(read)
        .extracting(p -> p.text("Package") + p.text("version"))
        .containsExactly("a1", "b2");
  }

  @Test
  void keepsContinuationLinesWithoutTheirFirstBlank() throws IOException {
    ControlParagraph read =
        read("Description: short\n long\n  indented\n .\n\tend\nSection: x\n").getFirst();
    assertThat(read.text("Description")).isEqualTo("short\nlong\n indented\n.\nend");
    assertThat(read.text("Section")).isEqualTo("x");
  }

  @Test
  void findsNoFieldThatIsNotThere() throws IOException {
    assertThat(read("A: b\n").getFirst().field("B")).isEmpty();
  }

  @Test
  void readsAlikeHoweverTheStreamCutsItsBytes() throws IOException {
    String text = "Package: é\nVersion: 1\n\nPackage: b\nDescription: x\n y\n";
    InputStream drops =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, 1);
          }
        };
    assertThat(all(new ControlParagraphs(drops, "test")))
        .usingRecursiveComparison()
        .isEqualTo(read(text));
  }

  @Test
  void replacesControlCharacters() throws IOException {
    assertThat(read("A: x\u0001y\u0000\n").getFirst().text("a")).isEqualTo("x\uFFFDy\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no colon\n",
        " continues nothing\n",
        "A: 1\na: 2\n",
        ": no name\n",
        "#A: 1\n",
        "A B: 1\n"
      })
  void refusesWhatIsNoField(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("test is malformed");
  }

  @Test
  void refusesEndlessLinesAndParagraphs() {
    assertThatThrownBy(() -> read("A: " + "x".repeat(ControlParagraph.MAX_LINE)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("longer");
    String line = " " + "x".repeat(1 << 10) + "\n";
    assertThatThrownBy(() -> read("A:\n" + line.repeat(1 << 15)))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("a paragraph has more than");
  }

  private static List<ControlParagraph> read(String text) throws IOException {
    return all(
        new ControlParagraphs(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test"));
  }

  private static List<ControlParagraph> all(ControlParagraphs paragraphs) throws IOException {
    List<ControlParagraph> read = new ArrayList<>();
    for (Optional<ControlParagraph> next = paragraphs.next();
        next.isPresent();
        next = paragraphs.next()) {
      read.add(next.get());
    }
    return read;
  }
}
