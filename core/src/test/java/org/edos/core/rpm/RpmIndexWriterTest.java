package org.edos.core.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.unit.RepositoryPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmIndexWriterTest {
  @TempDir Path folder;

  @Test
  void the_same_packages_and_date_give_the_same_bytes() throws IOException {
    Map<RepositoryPath, RpmPackage> packages = Repositories.packagesInto(folder);
    Map<RepositoryPath, byte[]> once = RpmIndexWriter.write(packages, Repositories.DATE);
    assertThat(once).hasSize(4).containsKey(new RepositoryPath("repodata/repomd.xml"));
    RpmIndexWriter.write(packages, Repositories.DATE)
        .forEach((path, bytes) -> assertThat(bytes).as(path.value()).isEqualTo(once.get(path)));
  }

  @Test
  void what_is_written_reads_back_as_the_headers_said() throws IOException {
    Map<RepositoryPath, RpmPackage> packages = Repositories.written(folder);
    RepositoryContents contents =
        new RpmTree(RootSignatures.unchecked()).read(new FolderFiles(folder));
    assertThat(contents.packages()).hasSize(packages.size());
    for (PackageFile file : contents.packages()) {
      PackageMetadata header = Repositories.header(packages, file.path());
      assertThat(file.metadata())
          .usingRecursiveComparison()
          .ignoringFields("relations")
          .isEqualTo(header);
      assertThat(file.metadata().relations())
          .containsExactlyInAnyOrderElementsOf(
              header.relations().stream()
                  .filter(r -> !r.alternatives().getFirst().name().startsWith("rpmlib("))
                  .distinct()
                  .toList());
    }
  }

  @Test
  void dnf_installs_a_package_and_what_it_needs_from_it() throws Exception {
    assumeTrue(
        RpmVersionTest.installed("dnf"), "needs the program dnf: install Debian's package dnf");
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "dnf installs for the user root alone");
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Repositories.written(repository);
    Path root = Files.createDirectories(folder.resolve("root"));
    dnf(
        repository,
        root,
        "install",
        "--setopt=install_weak_deps=False",
        "node-pump",
        "every-relation",
        "debugbreak");
    String installed =
        Repositories.run(folder, "rpm", "--root", root.toString(), "-qa", "--qf", "%{NAME}\n");
    assertThat(installed.lines())
        .containsExactlyInAnyOrder(
            "node-pump",
            "node-end-of-stream",
            "node-once",
            "node-wrappy",
            "node-jsonify",
            "every-relation",
            "debugbreak");
    assertThat(root.resolve("usr/share/nodejs/once/once.js")).isRegularFile();
  }

  @Test
  void dnf_finds_packages_by_the_files_that_they_install() throws Exception {
    assumeTrue(
        RpmVersionTest.installed("dnf"), "needs the program dnf: install Debian's package dnf");
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Repositories.written(repository);
    Path root = Files.createDirectories(folder.resolve("root"));
    String owner =
        dnf(
            repository,
            root,
            "repoquery",
            "-q",
            "--whatprovides",
            "/usr/share/nodejs/once/once.js");
    assertThat(owner.trim()).isEqualTo("node-once-0:1.4.0-7.noarch");
  }

  private String dnf(Path repository, Path root, String... arguments) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("dnf.conf"), "[main]\nplugins=0\ngpgcheck=0\nreposdir=/nonexistent\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnf",
                "-y",
                "-c",
                config.toString(),
                "--installroot=" + root,
                "--releasever=1",
                "--forcearch=x86_64",
                "--repofrompath=t,file://" + repository,
                "--repo=t"));
    command.addAll(List.of(arguments));
    return Repositories.run(folder, command.toArray(String[]::new));
  }
}
