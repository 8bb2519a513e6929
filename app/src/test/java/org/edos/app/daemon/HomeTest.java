package org.edos.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void aNewHomeIsForItsOwnerAlone() throws IOException {
    try (Home home = Home.open(folder.resolve("a/home"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aHomeIsHeldByOneDaemonAtATime() throws IOException {
    try (Home first = Home.open(folder)) {
      assertThat(first.path("store")).isEqualTo(folder.resolve("store"));
      assertThatThrownBy(() -> Home.open(folder)).hasMessageContaining("already");
    }
    Home.open(folder).close();
  }

  @Test
  void aFileIsNoHome() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Home.open(file))
        .isInstanceOfSatisfying(
            EdosException.class,
            problem -> assertThat(problem.category()).isEqualTo(Category.EXTERNAL));
  }

  @Test
  void commandsReadWhatTheDaemonWrote() throws IOException {
    DaemonFile written =
        new DaemonFile("mirror", URI.create("http://127.0.0.1:9977"), "secret", 12);
    new DaemonFile("client", URI.create("http://127.0.0.1:1"), "older", 11).write(folder);

    written.write(folder);

    assertThat(DaemonFile.read(folder)).isEqualTo(written);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("daemon.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void withoutADaemonTheMessageSaysHowToStartOne() {
    new DaemonFile("mirror", URI.create("http://127.0.0.1:9977"), "secret", 12).write(folder);
    DaemonFile.remove(folder);
    DaemonFile.remove(folder);

    assertThatThrownBy(() -> DaemonFile.read(folder)).hasMessageContaining("start one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"actor\":\"mirror\"",
        "[]",
        "{\"actor\":\"client\",\"pid\":1}"
      })
  void aDamagedFileIsNamed(String text) throws IOException {
    Files.writeString(folder.resolve("daemon.json"), text);

    assertThatThrownBy(() -> DaemonFile.read(folder))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("damaged");
  }
}
