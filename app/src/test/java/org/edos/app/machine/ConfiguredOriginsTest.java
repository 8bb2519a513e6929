package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repositories of a machine's configuration. */
class ConfiguredOriginsTest {
  @TempDir Path system;

  @Test
  void aMachineWithoutConfigurationHasNone() {
    assertThat(ConfiguredOrigins.of(system)).isEmpty();
  }

  @Test
  void aptLinesAreRead() throws IOException {
    write(
        "etc/apt/sources.list",
        """
        # deb http://old.example/debian stable main
        deb [arch=amd64 signed-by=/k.gpg] http://one.example/debian/ stable main contrib
        deb-src http://one.example/debian stable main
        deb https://two.example/flat ./
        deb cdrom:[Debian]/ stable main
        deb
        """);
    assertThat(found())
        .containsExactly(
            "apt http://one.example/debian/dists/stable/InRelease",
            "apt https://two.example/flat/./InRelease");
  }

  @Test
  void aptParagraphsAreReadUnlessDisabled() throws IOException {
    write(
        "etc/apt/sources.list.d/debian.sources",
        """
        Types: deb deb-src
        URIs: http://one.example/debian http://mirror.example/debian
        Suites: stable stable-updates
        Components: main

        Types: deb-src
        URIs: http://two.example/debian
        Suites: stable

        Enabled: no
        Types: deb
        URIs: http://three.example/debian
        Suites: stable
        """);
    assertThat(found())
        .containsExactly(
            "apt http://one.example/debian/dists/stable/InRelease",
            "apt http://mirror.example/debian/dists/stable/InRelease");
  }

  @Test
  void dnfSectionsAreReadUnlessDisabledOrFullOfVariables() throws IOException {
    write(
        "etc/yum.repos.d/some.repo",
        """
        [one]
        name=One
        baseurl=https://one.example/os/
        [two]
        baseurl=https://two.example/$releasever/os
        [three]
        enabled=0
        baseurl=https://three.example/os
        [four]
        metalink=https://four.example/metalink
        """);
    assertThat(found()).containsExactly("dnf https://one.example/os/repodata/repomd.xml");
  }

  @Test
  void whatIsNoAddressIsLeftOut() throws IOException {
    write(
        "etc/apt/sources.list",
        "deb http://user:secret@one.example/debian stable main\n"
            + "deb http://bad|host/ stable main\n");
    assertThat(found()).isEmpty();
  }

  private List<String> found() {
    return ConfiguredOrigins.of(system).stream()
        .map((Root root) -> root.manager() + " " + URI.create(root.root().toString()))
        .toList();
  }

  private void write(String path, String text) throws IOException {
    Path file = system.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }
}
