package org.edos.physical.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.Relation;
import org.edos.core.unit.PackageFormat;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every view of installed packages does, on real packages of the folder testdata. */
public abstract class InstalledPackagesContract {
  @TempDir protected Path folder;

  /** A machine on which these files of testdata were installed, and nothing else. */
  protected abstract InstalledPackages machine(List<Path> packages) throws Exception;

  /** The format that the manager installs. */
  protected abstract PackageFormat format();

  @Test
  void what_is_installed_is_listed_with_its_whole_version_and_architecture() throws Exception {
    InstalledPackages machine = machine(files("libpthread-stubs0-dev", "node-shell-quote"));
    assertThat(machine.format()).isEqualTo(format());
    assertThat(machine.list())
        .extracting(InstalledPackage::name, InstalledPackage::version)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("libpthread-stubs0-dev", "0.4-1"),
            org.assertj.core.groups.Tuple.tuple("node-shell-quote", "1.7.4+~1.7.1-1+deb12u1"));
    assertThat(machine.list())
        .extracting(InstalledPackage::architecture)
        .containsExactlyInAnyOrderElementsOf(
            format() == PackageFormat.DEB ? List.of("amd64", "all") : List.of("x86_64", "noarch"));
    assertThat(machine.list()).noneMatch(InstalledPackage::held);
  }

  @Test
  void what_a_package_provides_is_listed_with_its_version() throws Exception {
    assertThat(machine(files("node-shell-quote")).list().getFirst().provides())
        .anySatisfy(provided -> {
          assertThat(provided.name())
              .isEqualTo(
                  format() == PackageFormat.DEB ? "node-types-shell-quote" : "node-shell-quote");
          assertThat(provided.operator()).isEqualTo("=");
          assertThat(provided.version())
              .isEqualTo(format() == PackageFormat.DEB ? "1.7.1" : "1.7.4+~1.7.1-1+deb12u1");
        });
  }

  @Test
  void what_a_package_needs_is_listed() throws Exception {
    String needed = format() == PackageFormat.DEB ? "node-wrappy" : "rpmlib(CompressedFileNames)";
    assertThat(machine(files(format() == PackageFormat.DEB ? "node-once" : "node-wrappy")).list())
        .allSatisfy(installed ->
            assertThat(installed.relations())
                .filteredOn(relation -> relation.kind() == Relation.Kind.REQUIRES)
                .flatExtracting(Relation::alternatives)
                .extracting(Relation.Capability::name)
                .contains(needed));
  }

  @Test
  void files_are_there_by_absolute_paths_that_stay_below_the_root() throws Exception {
    InstalledPackages machine = machine(files("node-wrappy"));
    String file = "/usr/share/doc/node-wrappy/copyright";
    assertThat(machine.hasFile(file)).isTrue();
    assertThat(machine.hasFile("/usr/share/doc/no-such-package/copyright")).isFalse();
    assertThat(machine.hasFile(file.substring(1))).isFalse();
    assertThat(machine.hasFile("/../../../../../../../../../../etc/passwd")).isFalse();
    assertThat(machine.hasFile("\0")).isFalse();
    assertThat(machine.architecture()).isNotBlank();
  }

  @Test
  void a_machine_on_which_nothing_was_installed_has_nothing() throws Exception {
    InstalledPackages machine = machine(List.of());
    assertThat(machine.list()).isEmpty();
    assertThat(machine.hasFile("/usr/share/doc/node-wrappy/copyright")).isFalse();
  }

  private List<Path> files(String... names) {
    List<Path> all = format() == PackageFormat.DEB ? TestData.debs() : TestData.rpms();
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      found.add(
          all.stream()
              .filter(file -> file.getFileName().toString().matches(name + "[-_][0-9].*"))
              .findFirst()
              .orElseThrow());
    }
    return found;
  }

  /** Runs a program of the machine, which must succeed. */
  public static void run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
  }

  /** Whether this machine has a program. */
  public static boolean isHere(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }
}
