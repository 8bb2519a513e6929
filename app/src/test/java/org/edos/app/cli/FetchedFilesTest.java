package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.edos.actor.Got.GotFile;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedFilesTest {
  @TempDir private Path folder;

  @Test
  void aFileIsWrittenUnderItsName() throws IOException {
    Path written = write("curl.deb", "bytes", "bytes", false);

    assertThat(written).isEqualTo(folder.resolve("curl.deb")).hasContent("bytes");
    assertThat(names()).containsExactly("curl.deb");
  }

  @Test
  void bytesThatAreNotThosePromisedAreRefusedAndLeaveNothing() throws IOException {
    assertThatThrownBy(() -> write("curl.deb", "bytes", "other", false))
        .isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> write("curl.deb", "bytes", "bytes and more", false))
        .isInstanceOf(EdosException.class);

    assertThat(names()).isEmpty();
  }

  @Test
  void aDifferentFileIsKeptUnlessForced() throws IOException {
    Files.writeString(folder.resolve("curl.deb"), "mine");

    assertThatThrownBy(() -> write("curl.deb", "bytes", "bytes", false))
        .hasMessageContaining("--force");
    assertThat(folder.resolve("curl.deb")).hasContent("mine");
    write("curl.deb", "bytes", "bytes", true);
    assertThat(folder.resolve("curl.deb")).hasContent("bytes");
  }

  @Test
  void aFileThatIsThereAlreadyIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("curl.deb"), "bytes");

    assertThat(write("curl.deb", "bytes", "never read", false)).hasContent("bytes");
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderIsNotWrittenThrough(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(folder.resolve("curl.deb"), elsewhere.resolve("target"));

    assertThatThrownBy(() -> write("curl.deb", "bytes", "bytes", false))
        .isInstanceOf(EdosException.class);
    write("curl.deb", "bytes", "bytes", true);

    assertThat(elsewhere.resolve("target")).doesNotExist();
    assertThat(folder.resolve("curl.deb")).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../curl.deb", "/etc/passwd", "a/b.deb", "..", ".profile", ""})
  void namesThatAreNotPlainAreRefused(String name) throws IOException {
    assertThatThrownBy(() -> write(name, "bytes", "bytes", true)).isInstanceOf(EdosException.class);
    assertThat(names()).isEmpty();
  }

  private Path write(String name, String promised, String given, boolean force) throws IOException {
    byte[] bytes = promised.getBytes(StandardCharsets.UTF_8);
    GotFile file =
        new GotFile("pkg:deb/debian/curl@1?arch=all", name, Sha256.of(bytes), bytes.length);
    return new FetchedFiles(folder, force)
        .write(file, new ByteArrayInputStream(given.getBytes(StandardCharsets.UTF_8)));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
