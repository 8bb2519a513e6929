package org.edos.physical.installed.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.InstalledPackagesContract;
import org.junit.jupiter.api.Test;

/** Real packages that a real rpm installed in a root of their own. */
class RpmDatabaseTest extends InstalledPackagesContract {
  @Override
  protected PackageFormat format() {
    return PackageFormat.RPM;
  }

  @Override
  protected InstalledPackages machine(List<Path> packages) throws Exception {
    assumeTrue(isHere("rpm"), "rpm is not installed here");
    if (!packages.isEmpty()) {
      List<String> command =
          new ArrayList<>(
              List.of("rpm", "--root", folder.toString(), "-i", "--nodeps", "--noscripts"));
      packages.forEach(file -> command.add(file.toString()));
      run(command);
    }
    return new RpmDatabase(folder);
  }

  @Test
  void an_epoch_is_part_of_the_version_unless_it_is_zero() throws IOException {
    assertThat(saying("N\tone\t1:2-3\tnoarch\nN\ttwo\t0:2-3\tnoarch\n").list())
        .map(installed -> installed.name() + " " + installed.version())
        .containsExactly("one 1:2-3", "two 2-3");
  }

  @Test
  void keys_that_rpm_keeps_are_no_packages_and_strange_lines_are_passed_over() throws IOException {
    assertThat(saying("warning: what\nP\tlone\t\t\nN\tgpg-pubkey\t1-2\t(none)\nN\tx\n").list())
        .noneMatch(installed -> installed.name().equals("gpg-pubkey"));
  }

  @Test
  void a_program_that_fails_is_an_error_that_says_what_to_look_at() throws IOException {
    RpmDatabase failing = program("#!/bin/sh\nexit 3\n");
    assertThatThrownBy(failing::list)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("-qa' says");
  }

  @Test
  void a_machine_with_a_database_but_without_the_program_has_nothing() throws IOException {
    program("");
    assertThat(new RpmDatabase(folder, folder.resolve("no-such-program").toString()).list())
        .isEmpty();
  }

  /** A program that says this, whatever it is asked. */
  private RpmDatabase saying(String text) throws IOException {
    return program("#!/bin/sh\ncat <<'END'\n" + text + "END\n");
  }

  private RpmDatabase program(String script) throws IOException {
    Files.createDirectories(folder.resolve("var/lib/rpm"));
    Files.createFile(folder.resolve("var/lib/rpm/rpmdb.sqlite"));
    Path program = folder.resolve("program");
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new RpmDatabase(folder, program.toString());
  }
}
